// Package check says of a file that somebody was handed what it is, and whether
// it is to be believed: the one door for programs that take any file and tell
// people, such as the command certificate or a page on which files are dropped.
//
//	found := check.File(data, &check.Against{Trust: trust, StatusLists: lists, At: time.Now()})
//	fmt.Println(found.Summary)
//	for _, a := range found.Answers {
//		fmt.Println(a.Question, a.Words, a.Reasons)
//	}
//
// It reaches no network, reads no clock and no file. What the file says comes
// from whoever wrote it: escape it before it meets a page or a terminal
// ([Finding.AppendText] does, for terminals). A finding is as careful as those of
// package credential: what was not checked is never said to hold.
//
// What it does is bounded, whatever is in the file: at most [MaxSize] bytes are
// looked at, and of the credentials attached to a PDF the first [MaxAttached].
// A longer file is refused; of further credentials it says that they are not
// checked.
//
// Each kind of file is a row of one table and has a file of its own here.
package check
