package proficiency

func (w *formWriter) rule(r Rule) {
	if r.Kind == RuleAll {
		return
	}
	w.key("rule")
	w.object(func() {
		if r.Kind == RuleAtLeast {
			w.number("at_least", r.Count)
		} else {
			w.number("points", r.Count)
		}
	})
}

func (w *formWriter) asks(a Asks) {
	writeList(w, "asks_for", List[string]{a.list()}, writeText)
}

// list are the words of what is asked for, in their order.
func (a Asks) list() (words []string) {
	for _, ask := range []struct {
		word  string
		asked bool
	}{{askComment, a.Comment}, {askDate, a.Date}, {askEvidence, a.Evidence}} {
		if ask.asked {
			words = append(words, ask.word)
		}
	}
	return words
}

func (w *formWriter) validity(v Validity) {
	if !v.Lapses() {
		return
	}
	w.key("validity")
	w.object(func() {
		w.number("months", v.Months)
		w.numberBut("renew_within", v.RenewWithin, renewalOf(v.Months))
	})
}
