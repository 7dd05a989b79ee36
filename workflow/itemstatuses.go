package workflow

import (
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
)

// ItemStatuses say where each item of a framework stands, in the order of its
// [proficiency.ItemIndex]: four bits an item, the first in the lower half of the
// first byte. They belong to the version that [Summary.Framework] names.
//
// An item that is locked stands here as unassessed, which it is, too: what is
// locked follows from the items of the gates in front of it.
type ItemStatuses string

// packed are the statuses by the number under which they stand: what is stored,
// so that it never changes. Others are of a newer version.
var packed = [...]ItemStatus{
	ItemStatusUnassessed, ItemStatusOngoing, ItemStatusAssessed, ItemStatusRequested, ItemStatusConfirmed,
	ItemStatusRejected, ItemStatusLapsed, ItemStatusWaived, ItemStatusExcluded, ItemStatusNotApplicable,
}

// noItem fills the last byte where the number of items is odd.
const noItem = 0xf

// numberOf is where a status stands in packed.
func numberOf(status ItemStatus) byte {
	switch status { // quicker than to look for it
	case ItemStatusOngoing:
		return 1
	case ItemStatusAssessed:
		return 2
	case ItemStatusRequested:
		return 3
	case ItemStatusConfirmed:
		return 4
	case ItemStatusRejected:
		return 5
	case ItemStatusLapsed:
		return 6
	case ItemStatusWaived:
		return 7
	case ItemStatusExcluded:
		return 8
	case ItemStatusNotApplicable:
		return 9
	}
	return 0
}

// Len is the number of items.
func (s ItemStatuses) Len() int {
	n := 2 * len(s)
	if n > 0 && s[len(s)-1]>>4 == noItem {
		n--
	}
	return n
}

// At is the status of the item with that ordinal; empty where there is none, or
// where a newer version wrote a status that this one does not know.
func (s ItemStatuses) At(ordinal int) ItemStatus {
	if ordinal < 0 || ordinal >= s.Len() {
		return ""
	}
	n := s[ordinal/2] >> (ordinal % 2 * 4) & 0xf
	if int(n) >= len(packed) {
		return ""
	}
	return packed[n]
}

// unpacked has room for so many items, none of them known.
func unpacked(items int) []byte {
	b := make([]byte, (items+1)/2)
	if items%2 == 1 {
		b[len(b)-1] = noItem << 4
	}
	return b
}

// pack writes one status.
func pack(b []byte, ordinal int, status ItemStatus) {
	shift := ordinal % 2 * 4
	b[ordinal/2] = b[ordinal/2]&^(0xf<<shift) | numberOf(status)<<shift
}

// standing is an item with where it stands by now.
type standing struct {
	ordinal int
	status  ItemStatus
}

// with is s where some of the items stand otherwise by now.
func (s ItemStatuses) with(moved []standing) ItemStatuses {
	var room [512]byte // which takes no room on the heap, for 1,024 items
	b := append(room[:0], s...)
	for _, m := range moved {
		pack(b, m.ordinal, m.status)
	}
	if string(b) == string(s) {
		return s
	}
	return ItemStatuses(b)
}

// ItemCounts say on how many enrolments each item of a framework stands where:
// what reports on items and sections are made of. They are made from summaries
// alone, as lists give them. They are not safe for concurrent use while
// summaries are added.
type ItemCounts struct {
	fw         *proficiency.Framework
	enrolments int
	items      [][noItem + 1]int // by ordinal and number; one more, of noItem
}

// NewItemCounts counts enrolments on one version of a framework.
func NewItemCounts(fw *proficiency.Framework) *ItemCounts {
	return &ItemCounts{fw: fw, items: make([][noItem + 1]int, fw.Index().Len()+1)}
}

// Add counts one more enrolment. The error says that it is on another framework
// or version, or wraps [ErrContentChanged] where it has another number of items;
// it is not counted then. A status of a newer version counts as none.
func (c *ItemCounts) Add(s *Summary) error {
	if s.Framework != c.fw.Ref() {
		return fmt.Errorf("workflow: %s is on %s, and the count of %s", quoteID(string(s.Enrolment)), s.Framework, c.fw.Ref())
	}
	if n, want := s.Items.Len(), c.fw.Index().Len(); n != want {
		return fmt.Errorf("%w: %s has the statuses of %d items, and %s has %d", ErrContentChanged, quoteID(string(s.Enrolment)), n, c.fw.Ref(), want)
	}
	c.enrolments++
	for i := range len(s.Items) {
		two := s.Items[i]
		c.items[2*i][two&0xf]++
		c.items[2*i+1][two>>4]++
	}
	return nil
}

// Enrolments is how many were counted.
func (c *ItemCounts) Enrolments() int { return c.enrolments }

// Item says on how many enrolments an item stands where. Counting is on how many
// it is in, which are those to which it applies, and of an optional item those that chose it; Groups and
// GroupsMet are 0. Of an item of another framework everything is 0.
func (c *ItemCounts) Item(id proficiency.ItemID) Counts {
	ordinal, ok := c.fw.Index().Ordinal(id)
	if !ok {
		return Counts{}
	}
	var sum Counts
	for n, status := range packed {
		if !status.out() {
			sum.add(countsOf(status), c.items[ordinal][n])
		}
	}
	return sum
}

// Section is the sum over all items of a section with the sections within it,
// those in groups included, whatever the rules of these groups make of them. Of
// a section that the framework lacks everything is 0.
func (c *ItemCounts) Section(id proficiency.SectionID) (sum Counts) {
	section := c.fw.Section(id)
	if section == nil {
		return Counts{}
	}
	for it := range section.AllItems().Values() {
		sum.add(c.Item(it.ID()), 1)
	}
	return sum
}
