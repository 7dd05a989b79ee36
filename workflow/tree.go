package workflow

// A tree is a persistent array of item states: changing one element copies a
// leaf, a branch and the list of branches, and shares the rest with the array before. That
// keeps old states valid for whoever reads them, at nearly the same price for
// 670 items and for 6,700, which copying the whole array does not.
//
// Each node knows the edit that made it. Nodes of the running edit belong to
// nobody else yet and are changed in place; so a batch of items, or a replay
// of many records, copies each node once. Edits are numbered upwards along
// every line of states, so a node that an older state can reach is never of
// the running edit.
type tree struct {
	branches []*branch
	edit     uint64 // that owns the slice of branches
}

const (
	leafBits   = 2 // 4 items a leaf
	branchBits = 5 // 32 leaves a branch
	leafSize   = 1 << leafBits
	branchSize = 1 << branchBits
)

type leaf struct {
	edit  uint64
	items [leafSize]itemState
}

type branch struct {
	edit   uint64
	leaves [branchSize]*leaf
}

var none itemState

// at is the item state at index i; never nil, not to be written.
func (t tree) at(i int) *itemState {
	b := i >> (leafBits + branchBits)
	if b >= len(t.branches) || t.branches[b] == nil {
		return &none
	}
	l := t.branches[b].leaves[i>>leafBits&(branchSize-1)]
	if l == nil {
		return &none
	}
	return &l.items[i&(leafSize-1)]
}

// write is the item state at index i, to be written within that edit.
func (t *tree) write(i int, edit uint64) *itemState {
	at := i >> (leafBits + branchBits)
	if t.edit != edit || at >= len(t.branches) {
		t.own(at, edit)
	}
	b := t.branches[at]
	if b == nil || b.edit != edit {
		b = ownBranch(b, edit)
		t.branches[at] = b
	}
	slot := &b.leaves[i>>leafBits&(branchSize-1)]
	if l := *slot; l == nil || l.edit != edit {
		*slot = ownLeaf(l, edit)
	}
	return &(*slot).items[i&(leafSize-1)]
}

// own makes the slice of branches the edit's, with room for that branch.
func (t *tree) own(at int, edit uint64) {
	branches := make([]*branch, max(at+1, len(t.branches)))
	copy(branches, t.branches)
	t.branches, t.edit = branches, edit
}

func ownBranch(old *branch, edit uint64) *branch {
	b := new(branch)
	if old != nil {
		*b = *old
	}
	b.edit = edit
	return b
}

func ownLeaf(old *leaf, edit uint64) *leaf {
	l := new(leaf)
	if old != nil {
		*l = *old
	}
	l.edit = edit
	return l
}
