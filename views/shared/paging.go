package shared

// PageLength is how many rows a page of a long list has.
const PageLength = 50

// LastPage is the number of the last page of a list with so many rows.
func LastPage(rows int) int { return max(1, (rows+PageLength-1)/PageLength) }

// Cut returns the rows of the wanted page, the nearest there is, and where it is. The caller adds Href.
func Cut[T any](rows []T, wanted int) ([]T, Pages) {
	at := Pages{Last: LastPage(len(rows))}
	at.Current = min(max(1, wanted), at.Last)
	from := (at.Current - 1) * PageLength
	return rows[from:min(from+PageLength, len(rows))], at
}
