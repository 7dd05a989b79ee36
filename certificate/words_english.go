package certificate

// English gives the words in English. Each call gives a copy of its own.
func English() Words {
	return englishElsewhere(Words{
		Language: "en",

		Certificate:  "Certificate",
		Completion:   "Certificate of completion",
		ExampleOnly:  exampleOnly,
		ExampleNote:  "This is a trial and proves nothing.",
		Certifies:    "This certifies that",
		Attained:     "has been signed off on this framework.",
		Completed:    "has completed this framework by self-assessment.",
		Unconfirmed:  "Nobody confirmed the answers that it rests on.",
		Accountable:  "The accountable person was",
		MadeUpCentre: "A made-up centre",
		Registration: "Registration {number}",

		SignedOff: "Signed off",
		By:        "By",
		Role:      "Role",
		Centre:    "Centre",
		Date:      "Date",
		ValidTo:   "Valid to",
		Unless:    "{date}, longer if renewed before",

		Submitted: "Submitted",
		Round:     "Round",

		Overridden: "Overridden",
		LetGo:      "the requirement of {required}, by {person}",
		OrLater:    "{framework}, version {version} or later",

		Confirmed:     "Confirmed {items}",
		Answered:      "Answered {items}",
		Part:          "Part",
		Number:        "Number",
		Mandatory:     "mandatory",
		InAll:         "in all",
		Optional:      "optional: {section}",
		OfNeeded:      "of {needed} needed: {section}",
		WithPoints:    "with {reached} points, of {needed} needed: {section}",
		WaivedOfThese: "of these waived as not applicable",
		PaperOfThese:  "of these confirmed on paper and recorded",

		ConfirmedBy: "Confirmed by",
		Person:      "Person",
		Others:      "{count} others",

		Activity:     "Activity summary",
		ActivityNote: "What certificate {serial} of {date} rests on, one by one, as it stood at the sign-off.",
		OnPaper:      "on paper of {date}",
		Waived:       "waived as not applicable",

		ToCheck: "To check this certificate",
		CheckingNote: "By the serial its issuer can say whether it is valid today, by the code whether it says what was issued. " +
			"The digests tell whether framework and record were changed since.",
		Serial:          "Serial",
		Code:            "Code",
		StatusToday:     "Status today",
		Framework:       "Framework",
		VersionOf:       "{framework}, version {version}",
		FrameworkDigest: "Digest of the framework",
		Record:          "Learner’s record",
		CentreRecord:    "Centre’s record",
		UpTo:            "up to number {record}",

		Months: [12]string{
			"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
		},
		DateForm: "{day} {month} {year}",
	})
}

// englishElsewhere adds what is said of confirmations that were taken over.
func englishElsewhere(w Words) Words {
	w.ElsewhereOfThese = "of these confirmed at {origin} by {person}"
	w.PaperElsewhereOfThese = "of these confirmed on paper and recorded at {origin}"
	w.ElsewhereOthers = "of these confirmed elsewhere by {count} others"
	w.Elsewhere = "confirmed at {origin} by {person}"
	w.OnPaperElsewhere = "on paper, recorded at {origin}"
	return w
}
