// Package source reads authored YAML into a bounded tree of which every value
// knows its line and column, and collects what is wrong with it.
//
//	doc := source.Read("team.yaml", src, nil)
//	team := doc.Root().Mapping(&source.Shape{What: "a team", Required: []string{"name"}})
//	name := team.Get("name").Text()
//	err := doc.Findings().Err()
//
// Reading never stops at the first finding. A method of [Node] that does not
// find what it wants reports that once and gives a zero value, on which all
// further methods are silent: one mistake is one finding.
//
// Values are read from their text and never by tag: where text is wanted,
// 1.10, 017, yes and 2024-01-01 are what the author wrote; where a yes or no is
// wanted, only true and false will do. Anchors with aliases, merge keys and
// tags are refused, since a position must lead to the line that says
// something, and a reader of the file must see what it says there.
//
// A finding can carry what was probably meant ([Document.Meant]) and a [Fix],
// whose edits are offsets into the file as it was read; [ApplyFixes] makes those
// that are safe. [Document.Comments] are the comments of a file.
//
// Files may come from strangers. [Limits] bounds what is read; no input makes
// this package panic.
package source
