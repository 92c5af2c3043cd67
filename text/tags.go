package text

// UPOS is a universal part of speech.
type UPOS uint8

const (
	NoUPOS UPOS = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
	X
)

// UPOSNames are the names of the parts of speech, in their order.
var UPOSNames = [...]string{"_", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}

func (p UPOS) String() string { return UPOSNames[p] }

// XPOS is a part of speech of the Penn Treebank.
type XPOS uint8

// XPOSNames are the names of the Penn tags, in their order.
var XPOSNames = [...]string{"_", "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW", "HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "``"}

const (
	NoXPOS XPOS = iota
	XDollar
	XCloseQuote
	XComma
	XLRB
	XRRB
	XStop
	XColon
	ADD
	AFX
	CC
	CD
	DT
	EX
	FW
	GW
	HYPH
	IN
	JJ
	JJR
	JJS
	LS
	MD
	NFP
	NN
	NNP
	NNPS
	NNS
	PDT
	POS
	PRP
	PRPS // PRP$
	RB
	RBR
	RBS
	RP
	XSYM
	TO
	UH
	VB
	VBD
	VBG
	VBN
	VBP
	VBZ
	WDT
	WP
	WPS // WP$
	WRB
	XOpenQuote
)

func (p XPOS) String() string { return XPOSNames[p] }

// Rel is a universal dependency relation, with the subtypes that matter here.
type Rel uint8

const (
	NoRel Rel = iota
	Root
	Acl
	AclRelcl
	Advcl
	Advmod
	Amod
	Appos
	Aux
	AuxPass
	Case
	Cc
	Ccomp
	Clf
	Compound
	CompoundPrt
	Conj
	Cop
	Csubj
	Dep
	Det
	Discourse
	Dislocated
	Expl
	Fixed
	Flat
	Goeswith
	Iobj
	List
	Mark
	Nmod
	NmodPoss
	NmodDesc
	Nsubj
	NsubjPass
	Nummod
	Obj
	Obl
	OblAgent
	OblUnmarked
	Orphan
	Parataxis
	Punct
	Reparandum
	Vocative
	Xcomp
	CsubjPass
)

// RelNames are the names of the relations, in their order.
var RelNames = [...]string{"_", "root", "acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp", "clf", "compound", "compound:prt", "conj", "cop", "csubj", "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:poss", "nmod:desc", "nsubj", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp", "csubj:pass"}

func (r Rel) String() string { return RelNames[r] }

// RelNamed is the relation of that name, its subtype dropped if it is none of
// those kept; NoRel if there is none.
func RelNamed(s string) Rel { return Rel(named(RelNames[:], s, true)) }

// UPOSNamed is the part of speech of that name, or NoUPOS.
func UPOSNamed(s string) UPOS { return UPOS(named(UPOSNames[:], s, false)) }

// XPOSNamed is the Penn tag of that name, or NoXPOS.
func XPOSNamed(s string) XPOS { return XPOS(named(XPOSNames[:], s, false)) }

func named(names []string, s string, subtypes bool) int {
	for i, n := range names {
		if n == s {
			return i
		}
	}
	if subtypes {
		for i := range s {
			if s[i] == ':' {
				return named(names, s[:i], false)
			}
		}
	}
	return 0
}
