package shared

// PageLength is how many rows a page of a long list has.
const PageLength = 50

// LastPage is the number of the last page of a list with so many rows.
func LastPage(rows int) int { return max(1, (rows+PageLength-1)/PageLength) }
