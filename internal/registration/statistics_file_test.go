package registration

import (
	"slices"
	"testing"
)

func TestSmallGroupsStandTogetherInAFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ groups, want []int }{
		"large ones stand alone":                            {[]int{5, 3}, []int{5, 3}},
		"small ones together":                               {[]int{9, 2, 5, 1, 1}, []int{9, 5, 4}},
		"a single small one takes the next along":           {[]int{9, 1, 5}, []int{9, 6}},
		"two that are few together likewise":                {[]int{9, 1, 1, 4}, []int{9, 6}},
		"one small one alone, which the whole tells anyway": {[]int{2}, []int{2}},
		"nobody": {nil, nil},
	} {
		var shares []Share
		for _, n := range c.groups {
			shares = append(shares, Share{"any", n})
		}
		var got []int
		for _, share := range joined(shares) {
			got = append(got, share.People)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v stand as %v, want %v", name, c.groups, got, c.want)
		}
	}
}
