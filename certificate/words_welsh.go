package certificate

// Welsh gives the words in Welsh, with the titles of the roles of the default
// policy. Each call gives a copy of its own.
func Welsh() Words {
	return welshElsewhere(Words{
		Language: "cy",

		Certificate:  "Tystysgrif",
		Completion:   "Tystysgrif cwblhau",
		ExampleOnly:  "ENGHRAIFFT YN UNIG",
		ExampleNote:  "Treial yw hwn ac nid yw’n profi dim.",
		Certifies:    "Mae hyn yn tystio bod",
		Attained:     "wedi cael cymeradwyaeth derfynol ar gyfer y fframwaith hwn.",
		Completed:    "wedi cwblhau’r fframwaith hwn drwy hunanasesu.",
		Unconfirmed:  "Ni chadarnhaodd neb yr atebion y mae’n seiliedig arnynt.",
		Accountable:  "Y person atebol oedd",
		MadeUpCentre: "Canolfan ddychmygol",
		Registration: "Rhif cofrestru {number}",

		SignedOff: "Cymeradwyaeth derfynol",
		By:        "Gan",
		Role:      "Rôl",
		Centre:    "Canolfan",
		Date:      "Dyddiad",
		ValidTo:   "Dilys tan",
		Unless:    "{date}, neu’n hwy os caiff ei hadnewyddu cyn hynny",

		Submitted: "Cyflwynwyd",
		Round:     "Rownd",

		Overridden: "Diystyrwyd",
		LetGo:      "y gofyniad am {required}, gan {person}",
		OrLater:    "{framework}, fersiwn {version} neu ddiweddarach",

		Confirmed:     "Wedi’u cadarnhau: {items}",
		Answered:      "Wedi’u hateb: {items}",
		Part:          "Rhan",
		Number:        "Nifer",
		Mandatory:     "gorfodol",
		InAll:         "cyfanswm",
		Optional:      "dewisol: {section}",
		OfNeeded:      "o’r {needed} sydd eu hangen: {section}",
		WithPoints:    "â {reached} o bwyntiau, o’r {needed} sydd eu hangen: {section}",
		WaivedOfThese: "o’r rhain wedi’u hepgor am nad ydynt yn berthnasol",
		PaperOfThese:  "o’r rhain wedi’u cadarnhau ar bapur a’u cofnodi",

		ConfirmedBy: "Cadarnhawyd gan",
		Person:      "Person",
		Others:      "{count} arall",

		Activity:     "Crynodeb o’r gweithgarwch",
		ActivityNote: "Yr hyn y mae tystysgrif {serial}, {date}, yn seiliedig arno, fesul un, fel yr oedd adeg y gymeradwyaeth derfynol.",
		OnPaper:      "ar bapur, {date}",
		Waived:       "wedi’i hepgor am nad yw’n berthnasol",

		ToCheck: "I wirio’r dystysgrif hon",
		CheckingNote: "Gyda’r rhif cyfresol gall y sawl a’i cyhoeddodd ddweud a yw’n ddilys heddiw, a chyda’r cod a yw’n dweud yr hyn a gyhoeddwyd. " +
			"Mae’r crynodebau’n dangos a newidiwyd y fframwaith a’r cofnod ers hynny.",
		Serial:          "Rhif cyfresol",
		Code:            "Cod",
		StatusToday:     "Statws heddiw",
		Framework:       "Fframwaith",
		VersionOf:       "{framework}, fersiwn {version}",
		FrameworkDigest: "Crynodeb y fframwaith",
		Record:          "Cofnod y dysgwr",
		CentreRecord:    "Cofnod y ganolfan",
		UpTo:            "hyd at rif {record}",

		Months: [12]string{
			"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
		},
		DateForm: "{day} {month} {year}",

		Roles: map[string]string{
			"Clinical Centre Manager": "Rheolwr Canolfan Glinigol",
			"Administrator":           "Gweinyddwr",
			"Educator/Manager":        "Addysgwr/Rheolwr",
			"Assessor":                "Asesydd",
			"Learner":                 "Dysgwr",
			"Centre Manager":          "Rheolwr Canolfan",
		},
	})
}

// welshElsewhere adds what is said of confirmations that were taken over.
func welshElsewhere(w Words) Words {
	w.ElsewhereOfThese = "o’r rhain wedi’u cadarnhau yn {origin} gan {person}"
	w.PaperElsewhereOfThese = "o’r rhain wedi’u cadarnhau ar bapur a’u cofnodi yn {origin}"
	w.ElsewhereOthers = "o’r rhain wedi’u cadarnhau mewn man arall gan {count} arall"
	w.Elsewhere = "cadarnhawyd yn {origin} gan {person}"
	w.OnPaperElsewhere = "ar bapur, wedi’i gofnodi yn {origin}"
	return w
}
