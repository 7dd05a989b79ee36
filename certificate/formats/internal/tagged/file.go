package tagged

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
)

// How many objects go into one object stream. Programs take apart a whole
// stream for one object of it.
const perStream = 200

// place is where an object is: at an offset, or the index-th in an object stream.
type place struct {
	offset, in, index int
}

// file is all objects as a file, with root as its catalogue. What is no stream goes into
// object streams, and where everything is into a cross-reference stream (§7.5.7, §7.5.8).
func (o *objects) file(root ref) []byte {
	out := bytes.NewBufferString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	o.pack()
	places := make([]place, len(o.bodies)+2)
	for i, s := range o.streams {
		if s.dict == "" {
			continue
		}
		places[i+1] = place{offset: out.Len()}
		writeStream(out, i+1, s)
		for index, held := range o.held[ref(i+1)] {
			places[held] = place{in: i + 1, index: index}
		}
	}
	sum := sha256.Sum256(out.Bytes())
	own := len(places) - 1
	places[own] = place{offset: out.Len()}
	table := deflated(crossReference(places))
	dict := fmt.Sprintf("/Type /XRef /Size %d /W [1 4 2] /Root %s /ID [<%X> <%X>] /Filter /FlateDecode", len(places), root, sum[:16], sum[:16])
	start := out.Len()
	writeStream(out, own, stream{dict, table})
	fmt.Fprintf(out, "startxref\n%d\n%%%%EOF\n", start)
	return out.Bytes()
}

func writeStream(out *bytes.Buffer, n int, s stream) {
	fmt.Fprintf(out, "%d 0 obj\n<<%s /Length %d>>\nstream\n", n, s.dict, len(s.data))
	out.Write(s.data)
	out.WriteString("\nendstream\nendobj\n")
}

// pack puts what is no stream into object streams.
func (o *objects) pack() {
	o.held = map[ref][]ref{}
	var group []ref
	flush := func() {
		if len(group) == 0 {
			return
		}
		var head, bodies bytes.Buffer
		for _, r := range group {
			fmt.Fprintf(&head, "%d %d ", r, bodies.Len())
			bodies.WriteString(o.bodies[r-1] + "\n")
		}
		dict := "/Type /ObjStm /N " + strconv.Itoa(len(group)) + " /First " + strconv.Itoa(head.Len())
		o.held[o.stream(dict, append(head.Bytes(), bodies.Bytes()...))] = group
		group = nil
	}
	for i := range len(o.bodies) {
		if o.streams[i].dict != "" {
			continue
		}
		if group = append(group, ref(i+1)); len(group) == perStream {
			flush()
		}
	}
	flush()
}

func crossReference(places []place) []byte {
	table := make([]byte, 0, 7*len(places))
	for i, p := range places {
		switch {
		case i == 0:
			table = append(table, 0, 0, 0, 0, 0, 0xff, 0xff)
		case p.in > 0:
			table = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(append(table, 2), uint32(p.in)), uint16(p.index))
		default:
			table = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(append(table, 1), uint32(p.offset)), 0)
		}
	}
	return table
}
