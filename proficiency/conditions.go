package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// Validity says how long a confirmation of an item holds. A confirmation on a
// calendar date holds to the end of the date that [Date.AddMonths] gives for
// Months, in the zone of the centre it was made at.
type Validity struct {
	// Months is 1 to 1200, or 0 for a confirmation that never lapses.
	Months int
	// RenewWithin is 0 to Months: how many months before its end a
	// confirmation may be renewed. It is 0 where nothing lapses.
	RenewWithin int
	// Position is where it is said; the item's own where nothing says it.
	Position source.Position
}

// Lapses reports whether a confirmation lapses at all.
func (v Validity) Lapses() bool { return v.Months > 0 }

const (
	mostMonths = 1200 // a hundred years

	defaultRenewal = 3 // months
)

// renewalOf is the default of RenewWithin where a confirmation holds for so many months.
func renewalOf(months int) int { return min(defaultRenewal, months) }

// Asks says what must come with an answer that meets.
type Asks struct {
	Comment, Evidence, Date bool
	// Position is where it is said; the item's own where nothing says it.
	Position source.Position
}

// Any reports whether anything is asked for.
func (a Asks) Any() bool { return a.Comment || a.Evidence || a.Date }

// Waiving says whether an item may be waived.
type Waiving struct {
	Allowed bool
	// Position is where it is said; the item's own where nothing says it.
	Position source.Position
}

// Validity says how long a confirmation of the item holds: as the item says,
// or the nearest defaults that say it, and otherwise for ever.
func (it *Item) Validity() Validity { return it.validity }

// AsksFor says what must come with an answer that meets: as the item says, or
// the nearest defaults that say it, and otherwise nothing.
func (it *Item) AsksFor() Asks { return it.asks }

// Waiving says whether the item may be waived: as the item says, or the
// nearest defaults that say it, and otherwise not. What is said outside a gate
// does not reach into it: of the sections around an item in a gate only the
// nearest gate and those inside it are asked.
func (it *Item) Waiving() Waiving { return it.waiving }
