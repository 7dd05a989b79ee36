package proficiency

// What follows is of the likely subtags of Unicode CLDR, which say in which
// script a language is mostly written. A test compares it with them.
var (
	// rightToLeftLanguages are those mostly written in a script from right to left.
	rightToLeftLanguages = set(`
		aeb ajp ajt apc apd ar ara arb arq ary arz avl bal bcc bej bft bgn bqi brh cja ckb cld dcc dgl dgo div doi dv
		fa fas fia fub gbz gjk gju glk gwc gwt haz he heb hnd hno iw ji kas kby kdh khw ks kvx kxp lad lah lki lrc luz
		mde mfa mki mvy myz mzn nqo oru ota pbu pes phl pnb prd ps pus rhg rmt scl sd sdh shu skr smp snd swb syr trw
		ug uig ur urd wni ydd yi yid zdj`)
	// rightToLeftThere are languages with a country where they are, unlike elsewhere.
	rightToLeftThere = set(`
		az-iq az-ir azj-iq azj-ir emk-gn ha-cm ha-sd kk-af kk-cn kk-ir kk-mn kmr-lb ku-lb ky-cn man-gn mnk-gn ms-cc
		ms-id pa-pk tg-pk uz-af uzn-af zsm-cc zsm-id`)
	// leftToRightThere are languages with a country where they are not, unlike elsewhere.
	leftToRightThere = set(`ug-kz ug-mn`)
)
