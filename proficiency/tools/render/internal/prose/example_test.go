package prose_test

import (
	"fmt"

	"github.com/countersign-go/countersign/proficiency/tools/render/internal/prose"
)

func Example() {
	text := prose.Read("Wash *both* hands, see [the manual](https://example.org/manual). <script>alert(1)</script>")
	fmt.Println(text.HTML())
	fmt.Println(text.Markdown())
	// Output:
	// <p>Wash <em>both</em> hands, see <a href="https://example.org/manual" rel="noopener noreferrer">the manual</a> <span class="where">(example.org)</span>. &lt;script&gt;alert(1)&lt;/script&gt;</p>
	// Wash *both* hands, see [the manual](https://example.org/manual). \<script\>alert(1)\</script\>
}
