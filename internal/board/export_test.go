package board

// SettleClosed is what Settle does with a board that it found.
var SettleClosed = (*Service).settleClosed
