package pdfread

// The values of PDF (§7.3) as Go has them: nil, bool, float64, []byte for
// strings, and these.
type (
	Name  string
	Array []any
	Dict  map[Name]any
	// A Ref names an object.
	Ref struct{ Number, Generation int }
	// A Keyword is what is none of the other, such as endobj.
	Keyword string
)

// A Stream is a dictionary with data, as it stands in the file.
type Stream struct {
	Dict Dict
	raw  []byte
}

func whole(v any) (int, bool) {
	f, ok := v.(float64)
	if !ok || f != float64(int32(f)) {
		return 0, false
	}
	return int(f), true
}

// clip is as much of a name as an error says. Whoever writes it must quote it.
func clip(n Name) Name {
	const most = 60
	return n[:min(len(n), most)]
}
