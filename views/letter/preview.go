package letterviews

import "strings"

// WithoutLinks is the letter with the links that lead to such addresses as plain text: those of a preview lead nowhere.
func (m Letter) WithoutLinks(to string) Letter {
	for _, blocks := range [][]Block{m.Body, m.Text} {
		for _, b := range blocks {
			unlink(b.Runs, to)
			for _, item := range b.Items {
				unlink(item, to)
			}
			for i := range b.Rows {
				unlink(b.Rows[i][:], to)
			}
		}
	}
	return m
}

func unlink(runs []Run, to string) {
	for i := range runs {
		if strings.Contains(runs[i].Href, to) {
			runs[i].Href, runs[i].Strong = "", runs[i].Button
		}
	}
}
