// Package tagged writes tagged PDF (ISO 32000-1 §14.8): pages whose content is
// either part of a tree of elements, such as headings, paragraphs and tables,
// or marked as an artifact, so that programs read it aloud in the right order.
//
//	d := tagged.New(tagged.Info{Title: "Certificate", Language: "en"})
//	page := d.AddPage()
//	page.Mark(d.Root().Add("P", nil), func(c *tagged.Content) { c.Text(…) })
//	pdf := d.Bytes()
//
// It meets what ISO 14289-1 (PDF/UA-1) asks of a writer, and says so in the
// document, provided that its callers mark content with the elements that it is
// and give figures and links words. The same calls give the same bytes: it
// reads no clock, and what names the file is a digest of what is in it.
//
// Fonts are given glyph by glyph, as outlines with the text that each stands
// for, and only those that are drawn are written. A glyph that stands for two
// texts is written twice, so that what is copied is what was meant.
//
// A Document is for one goroutine.
package tagged
