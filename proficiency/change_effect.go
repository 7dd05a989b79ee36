package proficiency

// An effectKey is what the effect of a change hangs on.
type effectKey struct {
	class ChangeClass
	part  Part
	trend Trend
}

// effects say what changes are to learners. What is not said for a part or a
// direction is said for all of them.
var effects = map[effectKey]string{
	{class: ClassLayout}:                           "Nothing: the files say the same.",
	{class: ClassWording}:                          "None: the words mean what they meant, and results stay.",
	{class: ClassRenumbered}:                       "It is called by another number; results stay.",
	{class: ClassGuidance}:                         "There is other help; nothing is asked again.",
	{class: ClassMoved}:                            "It stands in another place; results stay.",
	{class: ClassEnrolment, trend: Weakened}:       "Learners may enrol themselves.",
	{class: ClassEnrolment, trend: Strengthened}:   "Learners are enrolled by others.",
	{class: ClassAdded}:                            "None by itself: what uses it is listed.",
	{class: ClassAdded, part: PartItem}:            "Every learner has to reach it, also those who are half-way.",
	{class: ClassAdded, part: PartSection}:         "None by itself: what stands in it is listed.",
	{class: ClassRemoved}:                          "None by itself: what used it is listed.",
	{class: ClassRemoved, part: PartItem}:          "It is asked no more; results on it stay in the history.",
	{class: ClassRemoved, part: PartSection}:       "None by itself: what stood in it is listed.",
	{class: ClassSplit}:                            "Several stand in its place.",
	{class: ClassMerged}:                           "It stands in the place of several.",
	{class: ClassReplaced}:                         "Another stands in its place.",
	{class: ClassMeaning}:                          "It asks something else: the migration says whether results carry over, are confirmed again or assessed again.",
	{class: ClassMeaning, part: PartFramework}:     "It is another framework: enrolments on the old one do not go on here.",
	{class: ClassScale}:                            "Other answers may be given: the migration says what becomes of those that were.",
	{class: ClassScale, part: PartItem}:            "It is answered on another scale.",
	{class: ClassQuestions, trend: Strengthened}:   "A question has to be answered that did not have to be.",
	{class: ClassQuestions, trend: Weakened}:       "A question need not be answered any more.",
	{class: ClassLevel}:                            "Other answers are enough.",
	{class: ClassLevel, trend: Strengthened}:       "An answer that was enough is no longer enough.",
	{class: ClassLevel, trend: Weakened}:           "An answer that was not enough is enough.",
	{class: ClassConfirmers}:                       "Others may confirm it.",
	{class: ClassConfirmers, trend: Strengthened}:  "Fewer may confirm it.",
	{class: ClassConfirmers, trend: Weakened}:      "More may confirm it.",
	{class: ClassAsks}:                             "An answer has to come with something else.",
	{class: ClassAsks, trend: Strengthened}:        "An answer has to come with more.",
	{class: ClassAsks, trend: Weakened}:            "An answer has to come with less.",
	{class: ClassValidity, trend: Strengthened}:    "A confirmation given from now on lapses sooner.",
	{class: ClassValidity, trend: Weakened}:        "A confirmation given from now on holds longer.",
	{class: ClassWaiving, trend: Strengthened}:     "It may not be waived any more.",
	{class: ClassWaiving, trend: Weakened}:         "It may be waived.",
	{class: ClassOptional, trend: Strengthened}:    "Every learner has to reach it, also those who did not choose it.",
	{class: ClassOptional, trend: Weakened}:        "It counts only for those who choose it.",
	{class: ClassMinimum, trend: Strengthened}:     "Learners have to choose more of what is optional.",
	{class: ClassMinimum, trend: Weakened}:         "Learners have to choose less of what is optional.",
	{class: ClassRule}:                             "Other results are enough.",
	{class: ClassRule, trend: Strengthened}:        "More results are needed.",
	{class: ClassRule, trend: Weakened}:            "Fewer results are needed.",
	{class: ClassGate}:                             "Other things come first.",
	{class: ClassGate, trend: Strengthened}:        "Something else has to be confirmed first; what has been answered stays open.",
	{class: ClassGate, trend: Weakened}:            "Less has to be confirmed first.",
	{class: ClassApplies}:                          "It applies to others.",
	{class: ClassApplies, trend: Strengthened}:     "It applies to more learners: those have to reach it, too.",
	{class: ClassApplies, trend: Weakened}:         "It applies to fewer learners.",
	{class: ClassSignOff}:                          "The sign-off says something else.",
	{class: ClassSignOff, trend: Strengthened}:     "More is asked of those who sign off, or of those who ask for it.",
	{class: ClassSignOff, trend: Weakened}:         "Less is asked of those who sign off, or of those who ask for it.",
	{class: ClassDeclaration}:                      "Learners agree to another text.",
	{class: ClassDeclaration, trend: Strengthened}: "Learners agree to a text before anything else.",
	{class: ClassDeclaration, trend: Weakened}:     "Learners agree to nothing beforehand.",
	{class: ClassPaper, trend: Strengthened}:       "Some confirmations on paper have become too old to be recorded.",
	{class: ClassPaper, trend: Weakened}:           "Older confirmations on paper may be recorded.",
}

// effect says what a change is to learners.
func (c Change) effect() string {
	for _, k := range []effectKey{{c.Class, c.Part, c.Trend}, {c.Class, c.Part, ""}, {c.Class, "", c.Trend}, {c.Class, "", ""}} {
		if said, ok := effects[k]; ok {
			return said
		}
	}
	return ""
}
