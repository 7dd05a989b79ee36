package sqlstore

import (
	"cmp"
	"slices"
	"sync"
)

// phrases are what events are mostly made of, each written as one byte, from
// firstPhrase on in this order. They are read for ever: another list is another
// version of packed text. A list that fits less well costs bytes and nothing else.
var phrases = [...]string{
	// Whole stretches of the three events that nearly all records hold.
	`[{"answers":[{"answer":"`, `achieved`, `"}],"basis":`, `,"contributor":"`, `","event":"answered","item":"`, `","meets":true,"round":1}]`,
	`","round":1}]`, `","meets":true,"round":`, `","round":`, `[{"as":{"centre":"`, `","role":"assessor"},"event":"requested","item":"`, `","to":"`,
	`"}]`, `","role":"assessor"},"basis":`, `,"event":"decided","item":"`, `","outcome":"confirmed"}]`, `","outcome":"confirmed"`, `","outcome":"rejected"`,
	`","role":"`, `"},"basis":`, `"},"event":"`, `assessor`, `educator-manager`, `clinical-centre-manager`, `","role":"educator-manager"},"event":"requested","item":"`,
	`{"as":{"centre":"`, `},{"answers":[{"answer":"`, `"},{"as":{"centre":"`, `},{"as":{"centre":"`, `"},{"event":"supervisor-added","person":"`,
	`ongoing`, `,"comment":"`, `"},{"`, `},{"`, `","`, `":"`, `":{"`, `":["`, `":[{"`, `":`, `,"`, `"}`, `"]`, `}]`, `]}`, `true`,
	// Members, in the order of their names.
	`","event":"`, `,"event":"`, `{"event":"`, `[{"event":"`, `","item":"`, `"},{"answer":"`, `","question":"`, `,"basis":`, `"basis":`,
	`,"evidence":[{"`, `digest":"`, `","location":"`, `","media_type":"`, `","on":"`, `","title":"`, `"title":"`, `,"item":"`, `"items":["`, `,"items":["`,
	`","on_behalf_of":"`, `","reason":"`, `,"reason":"`, `"plan":{"actions":["`, `"],"evidence_asked":"`, `"],"review_on":"`, `","review_on":"`, `"override":["`,
	`"paper":{"confirmed_by":"`, `"paper":true`, `"revises":`, `"term":{"from":"`, `","until":"`, `"with":{"centre":"`, `"cause":"`, `","cause":"`,
	`","decider":"`, `"decider":"`, `","decision":`, `"request":`, `,"request":`, `"record":`, `"text":"`, `"from":"`, `"left":[{"codes":["`,
	`"sign_off":true`, `"serial":"`, `","serial":"`, `"signatory":"`, `"attained":{"confirmers":[{"items":`, `,"person":"`, `,"mandatory":`, `{"items":`,
	`"centre":"`, `","centre":"`, `"learner":"`, `"complete_by":"`, `"due_at":"`, `"zone":"`, `"trial":`, `"justification":"`, `"chosen":true`, `"section":"`,
	`"person":"`, `"waiver":"`, `"waiving":`, `"round":`,
	// Events and causes that have none of their own above.
	`decision-ended`, `request-ended`, `sign-off-`, `requested`, `supervisor-`, `answer-c`, `set-aside`, `optional-chosen`, `commented`, `reassigned`, `withdrawn`,
	`T00:00:00.000000Z`,
}

// byFirst are the codes of the phrases that begin with a byte, longest first.
var byFirst = sync.OnceValue(func() *[256][]uint8 {
	var index [256][]uint8
	for i, p := range phrases {
		index[p[0]] = append(index[p[0]], uint8(firstPhrase+i))
	}
	for _, codes := range index {
		slices.SortFunc(codes, func(a, b uint8) int { return cmp.Compare(len(phraseOf(b)), len(phraseOf(a))) })
	}
	return &index
})

func phraseOf(code uint8) string { return phrases[code-firstPhrase] }
