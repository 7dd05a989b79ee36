package scenario

// WaysNever are the ways of taking records over that no walk comes to, with why.
var WaysNever = waysNever
