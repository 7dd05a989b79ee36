package canonical_test

import (
	"fmt"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

func ExampleAppend() {
	b, err := canonical.Append(nil, map[string]any{"seq": 3, "kind": "confirm", "items": []any{"renal-01", "renal-02"}})
	fmt.Println(string(b), err)
	_, err = canonical.Append(nil, map[string]any{"score": 0.5})
	fmt.Println(err)
	// Output:
	// {"items":["renal-01","renal-02"],"kind":"confirm","seq":3} <nil>
	// canonical: cannot write a float64: want map[string]any, []any, string, bool or an integer
}

// Whatever the layout, the order and the escapes, the bytes are the same.
func ExampleTransform() {
	b, err := canonical.Transform([]byte(`{ "title": "Caf\u00e9", "id": 7 }`))
	fmt.Println(string(b), err)
	_, err = canonical.Transform([]byte(`{"id": 7, "id": 8}`))
	fmt.Println(err)
	// Output:
	// {"id":7,"title":"Café"} <nil>
	// canonical: byte 10: a second member named "id"
}

func ExampleCheck() {
	fmt.Println(canonical.Check([]byte(`{"a":1,"b":2}`)))
	fmt.Println(canonical.Check([]byte(`{"a":1, "b":2}`)))
	// Output:
	// <nil>
	// canonical: byte 7: not in canonical form
}

// Each digest covers all bodies before it.
func ExampleChain() {
	head := canonical.Genesis("example/1", "record-1")
	for _, body := range []string{`{"seq":1}`, `{"seq":2}`} {
		head = canonical.Chain(head, []byte(body))
	}
	changed := canonical.Genesis("example/1", "record-1")
	for _, body := range []string{`{"seq":1} `, `{"seq":2}`} {
		changed = canonical.Chain(changed, []byte(body))
	}
	fmt.Println(head)
	fmt.Println("found:", head != changed)
	// Output:
	// sha256:afcd7becfde142bdf7bc2da9f688b224bb562b689a2d84be6fa5d355d4b22c19
	// found: true
}
