package proficiency

// The verbs that rules of style know, in the one form that they are looked up
// in. They are for any field; whoever misses one adds it here.

// seenVerbs can be seen or heard done.
var seenVerbs = set(`
	abstain access accompany account achieve acknowledge act activate adapt add address adhere adjust administer admit
	adopt advance advise advocate agree aid aim alert align aliquot allocate allow alter amputate anaesthetise analyse
	analyze anchor annotate announce answer anticipate apologise apologize apply appoint appraise approach approve
	arbitrate archive argue arrange arrest articulate ascertain ask aspirate assemble assess assign assist attach attain
	attend audit auscultate authorise authorize autoclave automate avoid back bag bake balance bandage barricade bathe
	begin bend bill biopsy bleed blow boil bolus book bookmark brace brake branch breathe breed brief bring brush budget
	build button buy calculate calibrate call calm cancel cannulate capture care carry cast catalogue catch categorise
	categorize catheterise catheterize cauterise caution centrifuge certify chair challenge change charge chart chat check
	chill choose chop circulate cite claim clamp clarify classify clean cleanse clear climb clip close coach code
	collaborate collate collect comb combine comfort command commence comment commission commit communicate compare
	compile complete compose compress compute conclude conduct configure confirm connect consent console construct consult
	contact contain contextualise continue contribute control convert convey convince cook cool cooperate coordinate copy
	cordon correct correlate cough counsel count cover crawl create critique crossmatch crouch culture cut dampen dance
	date de-escalate deactivate debate debride debrief debug decide declare decline decontaminate decrease decrypt deepen
	defend defibrillate define deflate defuse delegate delete deliver demonstrate deploy derive describe design desist
	detach detain detect deter determine develop devise diagnose diagram dial dialyse dictate differentiate dig dilate
	dilute direct disassemble discard discharge disclose disconnect discontinue discriminate discuss disinfect dismantle
	dismiss dispatch dispense display dispose dissect distinguish distribute dive divide do document doff don donate dose
	draft drag drain drape draw dress drill drive dry dust echo edit educate elevate elicit eliminate email embed empower
	empty enable enact encode encourage encrypt end enforce engage enhance enlist enquire enrich enrol enter entertain
	enumerate envisage equip erect escalate escort establish estimate evacuate evaluate examine exchange excise exclude
	execute exemplify exercise exert exhale exhibit expand expedite explain explore expose express extend extinguish
	extract extubate fabricate facilitate fade fasten fax feature feed fertilise fetch field file fill film filter find
	finish fit fix flag flex flip flush fly fold follow forecast forge form format formulate forward foster found frame
	free freeze frisk fry fund furnish garnish gather gauge generate give glove govern gown grade graft grant graph greet
	grill grind grip groom group guarantee guard guide halt hand handover hang harness harvest head hear heat help
	highlight hire hit hoist hold hone honour host humidify hunt hydrate ice identify illustrate imitate immobilise
	immobilize immunise immunize impart implant implement import impose impress imprint improve improvise inaugurate
	incise incorporate increase incubate index indicate induct infer infiltrate inflate influence inform infuse inhale
	inhibit initial initiate inject inoculate inscribe insert insist inspect install instigate instil instruct insulate
	insure integrate interact intercept interpret interrogate interrupt intervene interview introduce intubate invent
	inventory invest investigate invite invoice involve irrigate isolate issue itemise itemize jog join jot judge jump
	justify keep kick kneel knot label lance land lather launch lay lead lean leave lecture lend level liaise liberate
	license lift ligate limit line link list listen load lobby locate lock log look loosen lower lubricate magnify mail
	maintain make map mark market marshal mask massage match maximise maximize measure mediate mentor merge message
	migrate milk mimic minimise minimize minute mitigate mix mobilise mobilize model modify moisturise moisturize monitor
	moor mop motivate mould mount move mow multiply name narrate navigate nebulise nebulize negotiate neutralise nod
	nominate notarise note notice notify nudge number nurse nurture obey observe obtain occupy offer onboard open operate
	optimise optimize order organise organize orient orientate outfit outline overcome oversee overtake oxygenate pace
	pack package pad page paint palpate paraphrase park parse part participate pass patch patrol pause pave pay peel
	penetrate percuss perforate perform perfuse permit personalise persuade phone photograph pick pilot pin pinpoint
	pioneer pipe pipette pitch pivot place plan plant plate play pledge plot plug point poke polish poll pool portray
	position post pour practice practise praise preach predict preoxygenate prep prepare prescribe present preserve press
	prevent prick prime print prioritise prioritize probe process procure produce profile program programme progress
	project prolong promote prompt prone pronounce proofread propel propose protect protest prove provide prune publish
	pull pump purchase purge push put qualify quantify query question quit quiz quote radio raise rake ram rank rate
	re-read reach react read realign rearrange reason reassess reassure rebut recap receive recharge recite reclaim
	recline recognise recognize recommend reconcile reconstitute record recoup recruit rectify redesign redirect redress
	reduce refactor refer reference refill reflect refresh refuel refund refuse regain regard register regulate rehearse
	reheat rehydrate reinforce reject relate relax relay release relieve relocate remedy remind remove render renew repair
	repay repeat rephrase replace reply report reposition represent reproduce request rescue research resect reserve reset
	resite resolve respect respond restart restate restock restore restrain restrict resubmit resuscitate retain retell
	retest retrieve return reverse review revise revisit reward rewarm rework rewrite rid ride rig ring rinse roast roll
	roster rotate round route row rub rule run saddle safeguard sail sample sanction sanitise sanitize satisfy save saw
	scale scan schedule scoop score scout scrape screen screw script scrub seal search season seat section secure sedate
	seek segregate seize select sell send sensitise separate sequence serve service set settle sew shadow shake shampoo
	shape share sharpen shave shear shelter shield shift ship shoot shorten shout show shred shuffle shut sieve sift sign
	signal signpost silence simplify simulate sing sip sit size sketch skim skip slice slide slow smear smell smile snap
	snip soak socialise soften solder solidify solve soothe sort source sow space speak spearhead specify speed spell
	spend spike spin splint split sponge sponsor spot spray spread sprinkle square squash squat squeeze stabilise
	stabilize stack stage stain stamp stand standardise standardize staple start state station stay steam steer stem step
	sterilise sterilize stick stimulate stir stitch stop store stow straighten strap strengthen stretch strip structure
	study stuff style subdue submit substitute subtract suck suction suggest sum summarise summarize summon supervise
	supply support surround survey suspend sustain suture swab swallow swear sweat sweep swim swing switch synthesise
	synthesize systematise tabulate tackle tag tailor take talk tally tamp tap tape taste taxi teach telephone tell tempt
	terminate test tether text thank thaw theme thicken thin thread throw tidy tie tighten tilt time timetable tip titrate
	toilet top toss touch tour tow trace track trade train transcend transcribe transfer transform transfuse translate
	transmit transplant transport traverse trawl treat treble triage trial trim trip troubleshoot tuck tug tune tunnel
	turn tutor twist type unblock uncap unclamp uncover underline undertake undo undress unfold unify unite unload unlock
	unpack unplug unroll unscrew untie unwind unwrap update upgrade uphold upload urge use utilise utilize vacate
	vaccinate vacuum validate vary ventilate verify veto view visit visualise visualize vocalise voice volunteer vote wag
	wait waive wake walk warm warn wash watch water wean weave wedge weed weigh welcome weld wet wheel whip whisper widen
	win wind wipe wire withdraw withhold witness work wrap wring write x-ray yield zero zip`)

// unseenVerbs happen in the mind, or promise an outcome without saying what is done.
var unseenVerbs = set(`
	know understand appreciate realise realize comprehend grasp believe think feel learn remember recall perceive
	familiarise familiarize internalise internalize value be become enjoy trust ensure assure manage handle deal cope strive try
	attempt aspire want wish hope`)

// unseenThings are not made visible by the word for showing them.
var unseenThings = set(`understanding knowledge awareness appreciation insight familiarity comprehension competence competency confidence ability`)

// nounsToo are verbs of seenVerbs that are as often nouns or adjectives.
var nounsToo = set(`
	account act address advance aid aim alert answer approach archive attempt audit back bag balance bandage bend bill
	biopsy bleed bolus book brace branch brief brush budget build button call calm care cast catalogue catch caution chair
	challenge change charge chart chat check claim clamp clean clear clip close coach code comb comfort command comment
	commission compress conduct consent contact control cool copy correct cough count cover critique culture cut dance
	date deal debate decline decrease delegate dial direct discharge display dive document dose draft drain drape draw
	dress drill drive dry dust email empty end escort estimate exchange exercise exhibit express extract fax feature feel
	field file fill film filter finish fit fix flag flush fly fold form format forward frame free fund gauge glove gown
	grade graft grant graph grip group guard guide halt hand handover harvest head heat help highlight hit hoist hold hope
	host ice import increase index influence initial inventory invoice issue join judge jump keep kick knot label lance
	land launch lay lead leave lecture level license lift limit line link list load lock log look lower mail make map mark
	market mask massage match measure mentor message milk minute mix model monitor mop mount move name note notice number
	nurse offer open order outline pack package pad page paint park part pass patch patrol pause phone photograph pick
	pilot pin pipe pitch place plan plant plate play pledge plot plug point polish poll pool position post practice praise
	present press prick prime print probe process produce profile program programme progress project prompt prone pull
	pump purge push query question quiz quote radio raise rank rate reach read reason record reference register release
	remedy repair repeat reply report request rescue research reserve respect return reverse review reward ride ring rinse
	roll roster round route row rub rule run sail sample sanction scale scan schedule scoop score scout screen screw
	script scrub seal search season seat section secure separate sequence service set shadow shake shampoo shape share
	shave shelter shield shift ship shout show shut sign signal silence sip sit size sketch skip slice slide slow smell
	smile sort source space speed spike spin splint split sponge sponsor spot spray spread square stack stage stain stamp
	stand staple start state station stay steam stem step stick stitch stop store strap stretch strip structure study
	style suction sum supply support survey swab swing switch tackle tag take talk tally tap tape taste taxi telephone
	test text theme thin thread throw tidy tie tilt time timetable tip toilet top toss touch tour tow trace track trade
	train transfer transform transplant transport treat triage trial trim trip trust try tug tune turn tutor twist type
	update upgrade use vacuum value vary view visit voice volunteer vote wait wake walk warm wash watch water wedge weed
	welcome wheel wind wipe wire wish witness work wrap x-ray yield zero zip`)

// saysVerbs ask for words, and begin a requirement wherever they stand.
var saysVerbs = set(`explain describe identify define discuss demonstrate summarise summarize justify interpret distinguish compare evaluate recognise recognize`)
