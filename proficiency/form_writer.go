package proficiency

import "github.com/countersign-go/countersign/proficiency/canonical"

// A formWriter writes canonical JSON, if its caller gives the keys in order: a
// test holds that of canonicalForm.
type formWriter struct{ b []byte }

func (w *formWriter) object(members func()) {
	w.b = append(w.b, '{')
	members()
	w.b = append(w.b, '}')
}

func (w *formWriter) key(key string) {
	w.separate('{')
	w.b = append(canonical.AppendString(w.b, key), ':')
}

// separate writes the comma behind what stands before, if anything does.
func (w *formWriter) separate(opening byte) {
	if w.b[len(w.b)-1] != opening {
		w.b = append(w.b, ',')
	}
}

func (w *formWriter) text(key, text string) { w.textBut(key, text, "") }

func (w *formWriter) textBut(key, text, otherwise string) {
	if text != otherwise {
		w.key(key)
		writeText(w, text)
	}
}

func (w *formWriter) flag(key string, set bool) {
	if set {
		w.key(key)
		w.b = canonical.AppendBool(w.b, true)
	}
}

func (w *formWriter) number(key string, n int) { w.numberBut(key, n, 0) }

func (w *formWriter) numberBut(key string, n, otherwise int) {
	if n != otherwise {
		w.key(key)
		w.b = canonical.AppendInt(w.b, int64(n))
	}
}

func writeText[T ~string](w *formWriter, text T) {
	w.b = canonical.AppendString(w.b, string(text))
}

// writeList writes a list, unless it is empty.
func writeList[T any](w *formWriter, key string, l List[T], write func(*formWriter, T)) {
	if l.Len() == 0 {
		return
	}
	w.key(key)
	w.b = append(w.b, '[')
	for e := range l.Values() {
		w.separate('[')
		write(w, e)
	}
	w.b = append(w.b, ']')
}
