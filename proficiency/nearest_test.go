package proficiency

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A saying is a place of a file that may say something of an item.
type saying struct {
	*tree
	beyond bool // a gate that the item stands in is between
}

// eachSaying gives every item of a file with what may say something of it, the nearest first.
func eachSaying(root *tree, yield func(item *tree, sayings []saying)) {
	with := func(t *tree, outer []saying) []saying {
		if t == nil {
			return slices.Clone(outer)
		}
		return append([]saying{{t, false}}, outer...)
	}
	var sections func(list []*tree, outer []saying)
	sections = func(list []*tree, outer []saying) {
		for _, s := range list {
			around := slices.Clone(outer)
			for i := range around {
				around[i].beyond = around[i].beyond || s.get("gate") != nil && s.get("gate").text == "true"
			}
			around = with(s.get("defaults"), around)
			for _, it := range kids(s, "proficiencies") {
				yield(it, with(it, around))
			}
			sections(kids(s, "sections"), around)
		}
	}
	sections(kids(root, "sections"), with(root.get("defaults"), nil))
}

// said is what the nearest of the places that have the key says of it, or nil.
func said(key string, sayings []saying) *tree {
	for _, s := range sayings {
		if value := s.get(key); value != nil {
			return value
		}
	}
	return nil
}

func TestTheNearestWins(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	var nowhere source.Position
	kept := 0
	for seed := range uint64(60) {
		src := generatedFramework(rand.New(rand.NewPCG(seed, 3)), 40)
		fw := mustParse(t, src)
		eachSaying(schemaTree(t, Schema(), src), func(item *tree, sayings []saying) {
			it := fw.Item(ItemID(item.get("id").text))
			validity, asks := it.Validity(), it.AsksFor()
			validity.Position, asks.Position = nowhere, nowhere
			require.Equal(t, wantValidity(said("validity", sayings)), validity, "%s\n%s", it.ID(), src)
			require.Equal(t, wantAsks(said("asks_for", sayings)), asks, "%s\n%s", it.ID(), src)
			inside := slices.DeleteFunc(slices.Clone(sayings), func(s saying) bool { return s.beyond })
			waivable := said("waivable", inside)
			require.Equal(t, waivable != nil && waivable.text == "true", it.Waiving().Allowed, "%s\n%s", it.ID(), src)
			kept += one(waivable != said("waivable", sayings))
		})
	}
	assert.Greater(t, kept, 50, "gates kept defaults out")
}

func wantValidity(said *tree) Validity {
	if said == nil || said.text == "none" {
		return Validity{}
	}
	number := func(key string) int {
		n, _ := strconv.Atoi(said.get(key).text)
		return n
	}
	want := Validity{Months: number("months"), RenewWithin: 3}
	if want.Months < 3 {
		want.RenewWithin = want.Months
	}
	if said.get("renew_within") != nil {
		want.RenewWithin = number("renew_within")
	}
	return want
}

func wantAsks(said *tree) (want Asks) {
	if said == nil {
		return want
	}
	for _, word := range said.kids {
		*map[string]*bool{"comment": &want.Comment, "evidence": &want.Evidence, "date": &want.Date}[word.text] = true
	}
	return want
}
