package plain_test

import (
	"fmt"

	"github.com/countersign-go/countersign/proficiency/tools/internal/plain"
)

func ExampleText() {
	fmt.Println(plain.Text("a\x1b[31m\tb"))
	// Output: a�[31m b
}
