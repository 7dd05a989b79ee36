package words_test

import (
	"fmt"

	"github.com/countersign-go/countersign/certificate/formats/internal/words"
)

func ExampleWriter() {
	w := &words.Writer{}
	w.Line("REFUSED: do not rely on it.")
	w.Answer("In date", "NO", []string{"it was valid until yesterday"})
	w.Field("Issuer", "Example\tTrust")
	fmt.Print(string(w.Text))
	// Output:
	// REFUSED: do not rely on it.
	//   In date                      NO
	//       it was valid until yesterday
	//   Issuer                       Example Trust
}
