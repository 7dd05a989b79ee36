package proficiency

import (
	"slices"
	"strconv"
	"strings"
)

// frameworkRows compare the keys of a framework itself.
func frameworkRows() []row[*Framework] {
	return []row[*Framework]{
		{"attributes", nil},
		{"category", compareCategory},
		{"declaration", statementRow(ClassDeclaration, func(f *Framework) Statement { return f.declaration })},
		textRow("description", ClassGuidance, (*Framework).Description),
		{"enrolment.self", compareSelfEnrolment},
		{"format", nil}, // there is one
		textRow("id", ClassMeaning, (*Framework).ID),
		{"kinds", nil},
		textRow("language", ClassWording, (*Framework).Language),
		textRow("licence", ClassWording, (*Framework).Licence),
		{"minimum_optional", compareMinimum},
		{"paper_since", comparePaper},
		textRow("publisher", ClassWording, (*Framework).Publisher),
		{"certificate", saidRow(ClassSignOff, "What submitting the answers gives is something else from the next round on.", func(f *Framework) string { return yes(f.completion.Certificate) })},
		{"requires", saidRow(ClassSignOff, "Other frameworks have to be held first: by who is enrolled from now on, or before the sign-off.", requiredText)},
		{"subject", saidRow(ClassMeaning, "It is about somebody, or something, else: enrolments on the old one do not go on here.", func(f *Framework) string { return string(f.subject) })},
		{"unsupervised", saidRow(ClassSignOff, "Somebody confirms and signs off, or nobody does any more.", func(f *Framework) string { return yes(f.unsuper.Set) })},
		{"validity", saidRow(ClassValidity, "What is submitted from now on holds for another time.", func(f *Framework) string { return strconv.Itoa(f.completion.Months) })},
		{"scales", nil},
		{"sections", nil},
		{"sign_off.by", func(c *comparing, key string, old, new *Framework) {
			c.roles(ClassSignOff, key, old.signOff.By, new.signOff.By)
		}},
		{"sign_off.distinct", compareDistinct},
		{"sign_off.learner_statement", statementRow(ClassSignOff, func(f *Framework) Statement { return f.signOff.Learner })},
		{"sign_off.signatory_statement", statementRow(ClassSignOff, func(f *Framework) Statement { return f.signOff.Signatory })},
		textRow("title", ClassWording, (*Framework).Title),
		{"version", nil}, // it is what the changes are held against
		{"translations", compareTranslations},
		textRow("vocabulary.many", ClassWording, func(f *Framework) string { return f.vocabulary.Many }),
		textRow("vocabulary.one", ClassWording, func(f *Framework) string { return f.vocabulary.One }),
	}
}

func (c *comparing) framework() {
	c.at = subject{part: PartFramework, old: c.old.position, new: c.new.position}
	rows(c, frameworkRows(), c.old, c.new)
}

// compareCategory: appointments can be limited to categories.
func compareCategory(c *comparing, key string, old, new *Framework) {
	if old.category == new.category {
		return
	}
	ch := Change{Class: ClassConfirmers, Key: key, Was: string(old.category), Is: string(new.category)}
	ch.Effect = "Whoever is appointed for one category only may confirm, sign off and see where the category is that one."
	c.add(ch)
}

// statementRow compares a text that somebody accepts.
func statementRow(class ChangeClass, of func(*Framework) Statement) func(*comparing, string, *Framework, *Framework) {
	return func(c *comparing, key string, old, new *Framework) {
		was, is := of(old), of(new)
		if was.Text == is.Text {
			return
		}
		ch := Change{Class: class, Key: key, Was: was.Text, Is: is.Text, Old: was.Position, New: is.Position}
		ch.Trend = moreOrLess(was.Asked(), is.Asked())
		c.add(ch)
	}
}

// moreOrLess is the direction of something that is asked or not.
func moreOrLess(was, is bool) Trend {
	switch {
	case is && !was:
		return Strengthened
	case was && !is:
		return Weakened
	}
	return ""
}

func compareSelfEnrolment(c *comparing, key string, old, new *Framework) {
	was, is := old.enrolment, new.enrolment
	if was.Self == is.Self {
		return
	}
	ch := Change{Class: ClassEnrolment, Key: key, Old: was.Position, New: is.Position, Trend: moreOrLess(!was.Self, !is.Self)}
	ch.Was, ch.Is = yesNo(was.Self), yesNo(is.Self)
	c.add(ch)
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func compareMinimum(c *comparing, key string, old, new *Framework) {
	was, is := old.minimum, new.minimum
	if was.Count == is.Count {
		return
	}
	c.add(Change{
		Class: ClassMinimum, Key: key, Old: was.Position, New: is.Position,
		Was: strconv.Itoa(was.Count), Is: strconv.Itoa(is.Count), Trend: moreOrLess(was.Count > is.Count, is.Count > was.Count),
	})
}

func comparePaper(c *comparing, key string, old, new *Framework) {
	was, is := old.paperSince, new.paperSince
	if was.Date == is.Date {
		return
	}
	c.add(Change{
		Class: ClassPaper, Key: key, Old: was.Position, New: is.Position, Was: was.Date.String(), Is: is.Date.String(),
		Trend: moreOrLess(is.Date.Before(was.Date), was.Date.Before(is.Date)),
	})
}

func compareDistinct(c *comparing, key string, old, new *Framework) {
	was, is := old.signOff.Distinct, new.signOff.Distinct
	if was.Required == is.Required {
		return
	}
	c.add(Change{
		Class: ClassSignOff, Key: key, Old: was.Position, New: is.Position,
		Was: yesNo(was.Required), Is: yesNo(is.Required), Trend: moreOrLess(was.Required, is.Required),
	})
}

// roles compares who may do something. Another order alone changes who is
// thought of first, and not who may.
func (c *comparing) roles(class ChangeClass, key string, old, new Roles) (others bool) {
	if slices.Equal(old.elems, new.elems) {
		return false
	}
	more := slices.ContainsFunc(new.elems, func(r RoleID) bool { return !old.Has(r) })
	fewer := slices.ContainsFunc(old.elems, func(r RoleID) bool { return !new.Has(r) })
	ch := Change{Class: class, Key: key, Old: old.Position, New: new.Position, Was: roleNames(old), Is: roleNames(new)}
	switch {
	case !more && !fewer:
		ch.Step, ch.Effect = StepMinor, "The same roles as before, in another order of preference."
	case class == ClassSignOff:
		ch.Trend = moreOrLess(more, fewer)
		ch.Effect = map[Trend]string{Weakened: "More may sign off.", Strengthened: "Fewer may sign off.", "": "Others may sign off."}[ch.Trend]
	default:
		ch.Trend = moreOrLess(more, fewer)
	}
	c.add(ch)
	return more || fewer
}

func roleNames(r Roles) string {
	names := make([]string, len(r.elems))
	for i, role := range r.elems {
		names[i] = string(role)
	}
	return strings.Join(names, ", ")
}

// kinds compares the kinds of items, and what they are called.
func (c *comparing) kinds() {
	label := func(f *Framework, id KindID) (string, bool) {
		for _, k := range f.kinds.elems {
			if k.ID == id {
				return k.Label, true
			}
		}
		return "", false
	}
	about := func(id KindID) {
		c.at = subject{part: PartKind, id: string(id), old: c.old.position, new: c.new.position}
	}
	for _, k := range c.new.kinds.elems {
		about(k.ID)
		if was, ok := label(c.old, k.ID); !ok {
			c.add(Change{Class: ClassAdded, Step: StepPatch, Key: "kinds", Is: k.Label})
		} else if was != k.Label {
			c.add(Change{Class: ClassWording, Key: "kinds", Was: was, Is: k.Label})
		}
	}
	for _, k := range c.old.kinds.elems {
		if _, ok := label(c.new, k.ID); !ok {
			about(k.ID)
			c.add(Change{Class: ClassRemoved, Step: StepPatch, Key: "kinds", Was: k.Label})
		}
	}
}

// saidRow compares what can be said in words, with what a change of it is to learners.
func saidRow(class ChangeClass, effect string, said func(*Framework) string) func(*comparing, string, *Framework, *Framework) {
	return func(c *comparing, key string, old, new *Framework) {
		if was, is := said(old), said(new); was != is {
			c.add(Change{Class: class, Key: key, Was: was, Is: is, Effect: effect})
		}
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// requiredText are the frameworks that are required, each with its lowest version.
func requiredText(f *Framework) string {
	var all []string
	for _, q := range f.requires.elems {
		one := string(q.Framework) + " before " + string(q.Before)
		if q.Lowest != (Version{}) {
			one += " from " + q.Lowest.String()
		}
		all = append(all, one)
	}
	return strings.Join(all, ", ")
}
