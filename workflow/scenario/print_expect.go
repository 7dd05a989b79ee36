package scenario

import "strconv"

func (l *Expect) write(w *writer) {
	w.turnTo(l.About)
	w.word("expect")
	l.What.write(w)
	w.end()
	if g, ok := l.What.(*Golden); ok && g.Text != "" {
		w.block(g.Text)
	}
}

func (e *StatusIs) write(w *writer) {
	w.word("status:")
	w.orNone(string(e.Status))
}

// orNone writes one of the words of a closed list, or none.
func (w *writer) orNone(s string) {
	if s == "" {
		s = "none"
	}
	w.word(s)
}

func (e *ItemsAre) write(w *writer) {
	w.items(e.Items)
	w.glue(":")
	w.word(string(e.Status))
}

func (e *RatingsAre) write(w *writer) {
	w.word("rating of")
	w.items(e.Items)
	w.glue(":")
	w.orNone(string(e.Rating))
}

func (e *ReadyIs) write(w *writer) {
	if !e.Ready {
		w.word("not")
	}
	w.word("ready")
}

func (e *Missing) write(w *writer) {
	w.word("missing:")
	if len(e.Reasons) == 0 {
		w.word("nothing")
	}
	w.reasons(e.Reasons)
}

func (e *CountsAre) write(w *writer) {
	switch {
	case e.Of != "":
		w.word("total for")
		w.id(string(e.Of))
	case e.Section != "":
		w.word("counts of")
		w.id(string(e.Section))
	default:
		w.word("counts")
	}
	w.glue(":")
	for i, c := range e.Counts {
		w.list(i, strconv.Itoa(c.Items)+" "+c.Name)
	}
}

func (e *MayIs) write(w *writer) {
	w.id(string(e.Person))
	w.word("may")
	if e.Not {
		w.word("not")
	}
	w.word(string(e.Kind))
	if len(e.Items)+len(e.Sections) > 0 {
		w.itemsAndSections(e.Items, e.Sections)
	}
	w.flag("overwrite", e.Overwrite)
	if len(e.Reasons) > 0 {
		w.part("->")
		w.reasons(e.Reasons)
	}
}

func (e *SeesIs) write(w *writer) {
	w.id(string(e.Person))
	if e.Not {
		w.word("sees nothing")
	} else {
		w.word("sees it")
	}
}

func (e *ListIs) write(w *writer) {
	w.id(string(e.Person))
	w.word("lists")
	if e.Status != "" {
		w.word(string(e.Status))
	}
	w.glue(":")
	if len(e.Learners)+len(e.Centres) == 0 {
		w.word("nobody")
	}
	list(w, e.Learners)
	if len(e.Centres) > 0 {
		w.list(len(e.Learners), "centre")
		list(w, e.Centres)
	}
}

func (e *PendingIs) write(w *writer) {
	w.word("pending with")
	w.id(string(e.With))
	w.glue(":")
	switch {
	case e.Items == 1:
		w.word("1 item")
	case e.Items > 0:
		w.word(strconv.Itoa(e.Items) + " items")
	case !e.SignOff:
		w.word("nothing")
	}
	if e.SignOff && e.Items > 0 {
		w.glue(",")
	}
	if e.SignOff {
		w.word("sign-off")
	}
	switch {
	case e.Requests == 1:
		w.word("in 1 request")
	case e.Requests > 0:
		w.word("in " + strconv.Itoa(e.Requests) + " requests")
	}
}

func (e *SupervisorsAre) write(w *writer) {
	w.word("supervisors:")
	listOrNone(w, e.People)
}

func (e *ContributorsAre) write(w *writer) {
	w.word("contributors:")
	listOrNone(w, e.People)
}

func (e *AccountableIs) write(w *writer) {
	w.word("accountable:")
	if e.Person == "" {
		w.word("none")
		return
	}
	w.id(string(e.Person))
}

func (e *CentresAre) write(w *writer) {
	w.word("centres:")
	listOrNone(w, e.Centres)
}

func (e *AttributesAre) write(w *writer) {
	w.word("attributes:")
	if len(e.Settings) == 0 {
		w.word("none")
	}
	w.settings(e.Settings)
}

func listOrNone[T ~string](w *writer, ids []T) {
	if len(ids) == 0 {
		w.word("none")
	}
	list(w, ids)
}

func (e *DecisionIs) write(w *writer) {
	w.word("decision on")
	w.id(string(e.Item))
	w.glue(":")
	if e.Outcome == "" {
		w.word("none")
		return
	}
	w.word(string(e.Outcome))
	for _, f := range []struct{ word, id string }{{"by", string(e.By)}, {"as", string(e.As.Role)}, {"at", string(e.As.Centre)}} {
		if f.id != "" {
			w.word(f.word)
			w.id(f.id)
		}
	}
	w.field("on behalf of", e.OnBehalfOf)
	w.flag("from paper", e.Paper)
	if e.Original != "" {
		w.part(",")
		w.word("transferred from")
		w.id(string(e.Original))
	}
}

func (e *PlanIs) write(w *writer) {
	w.word("plan for")
	w.id(string(e.Item))
	w.glue(":")
	if e.Reason == "" && len(e.Actions) == 0 {
		w.word("none")
		return
	}
	w.word("because")
	w.text(e.Reason)
	for _, a := range e.Actions {
		w.part(",")
		w.word("action")
		w.text(a)
	}
}

func (e *AnswerIs) write(w *writer) {
	w.word("answer to")
	w.id(string(e.Item))
	if e.Round > 0 {
		w.word("in round " + strconv.Itoa(e.Round))
	}
	w.glue(":")
	w.answers(e.Answers)
	if e.By != "" {
		w.word("by")
		w.id(string(e.By))
	}
}

func (e *RoundIs) write(w *writer) { w.word("round: " + strconv.Itoa(e.Number)) }

func (e *SubmittedIs) write(w *writer) {
	w.word("submitted:")
	if e.Round == 0 {
		w.word("nothing")
		return
	}
	w.word("round " + strconv.Itoa(e.Round))
	w.dateField("on", e.On)
	w.dateField("until", e.Until)
}

func (e *CertificateIs) write(w *writer) {
	w.word("certificate")
	if e.Number > 0 {
		w.word(strconv.Itoa(e.Number))
	}
	w.glue(":")
	w.orNone(string(e.Status))
}

func (e *SerialIs) write(w *writer) {
	w.word("serial")
	w.text(e.Typed)
	w.glue(":")
	w.word("unknown")
}

func (e *CompleteByIs) write(w *writer) {
	w.word("complete-by:")
	w.dateOrNone(e.Date)
}

func (e *VersionIs) write(w *writer) {
	w.word("version:")
	w.id(e.Version.String())
}

func (e *EventsAre) write(w *writer) {
	w.word("events:")
	w.repeated(e.Events)
}

func (e *Golden) write(w *writer) { w.word(string(e.View)) }

func (e *DueIs) write(w *writer) {
	w.word("due:")
	if len(e.Duties) == 0 {
		w.word("nothing")
	}
	for i, d := range e.Duties {
		if i > 0 {
			w.part(";")
		}
		w.id(string(d.With))
		w.word(string(d.Kind))
		if d.Items > 0 {
			w.word(strconv.Itoa(d.Items))
		}
	}
}

func (e *Told) write(w *writer) {
	w.word("told:")
	if len(e.Notices) == 0 {
		w.word("nobody")
	}
	for i, n := range e.Notices {
		if i > 0 {
			w.part(";")
		}
		w.id(string(n.To))
		w.word(string(n.Kind))
		if len(n.Items) > 0 {
			w.items(n.Items)
		}
	}
}

// repeated writes words, those that follow one another with their number.
func (w *writer) repeated(words []string) {
	for i := 0; i < len(words); {
		n := 1
		for i+n < len(words) && n < maxRange && words[i+n] == words[i] {
			n++
		}
		if n > 1 {
			w.list(i, strconv.Itoa(n)+" "+words[i])
		} else {
			w.list(i, words[i])
		}
		i += n
	}
}
