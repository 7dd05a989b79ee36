package proficiency

// A textKind says what a text for people may be.
type textKind struct {
	most       int  // characters
	paragraphs bool // may go over several lines
}

var (
	numberText    = &textKind{most: 40}
	labelText     = &textKind{most: 200}
	headingText   = &textKind{most: 400}
	statementText = &textKind{most: 2_000, paragraphs: true}
	proseText     = &textKind{most: 16_000, paragraphs: true}
)
