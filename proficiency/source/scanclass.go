package source

import "fmt"

type class uint8

const (
	classPlain class = iota
	classMark        // can begin a node
	classBreak
	classOther // needs a closer look
)

// byteClass sorts bytes by what the scan does with them: YAML 1.2.2, sections
// 5.1 (character set) and 5.3 (indicators).
var byteClass = func() (table [256]class) {
	for c := range table {
		switch {
		case c == '\n' || c == '\r':
			table[c] = classBreak
		case c == '[' || c == '{' || c == ',' || c == ':' || c == '-' || c == '?' || c == '#':
			table[c] = classMark
		case c != '\t' && (c < 0x20 || c >= 0x7F):
			table[c] = classOther
		}
	}
	return table
}()

// codePoint names a character as the Unicode standard does, such as U+2028.
func codePoint(r rune) string { return fmt.Sprintf("U+%04X", r) }
