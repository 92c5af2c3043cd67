package who

import (
	"slices"
	"strings"
)

// spellings are given names that one person's is spelled by. They go beyond
// what Key takes out.
var spellings = classes(`alexander aleksandr alexandr aleksander oleksandr iskander|alexei aleksei alexey aleksey oleksiy|sergei serge serhiy|
	yuri yury iurii yuriy|dmitry dmitri dmitrii dmitriy dmytro|yevgeny evgeny evgenii yevgeni eugeny|nikolai nikolay nicolai mykola|
	mikhail michail mykhailo|vladimir volodymyr wladimir|pyotr petr piotr|fyodor fedor|ilya ilia|maxim maksim|artyom artem|
	anatoly anatoli anatoliy|vitaly vitali vitaliy|valery valeri valeriy|grigory grigori|yelena elena olena|yekaterina ekaterina kateryna|
	natalya natalia nataliya|tatyana tatiana tetiana|oksana oxana|julia yulia yuliya iuliia|maria mariya|
	ahmed ahmad achmed ahmet|hussein husayn husain hussain hossein hosein huseyin|hassan hasan hassen|yusuf yousef youssef yosef yusef yousuf|
	ibrahim ebrahim|abdullah abdallah abdulla|abdul abdel abdal|ali aly|omar umar omer|osman othman usman|khaled khalid|mahmoud mahmud mahmood|
	mustafa mostafa moustafa|said saeed sayed saied|saif sayf seif|faisal faysal feisal|jamal gamal djamal|nasser nasir naser|rashid rasheed rachid|
	salah saleh salih|tariq tarek tareq|walid waleed|zaid zayd zeid|yasser yasir yaser|amin ameen|karim kareem|latif lateef|fatima fatemeh fatma|
	aisha ayesha aysha|leila layla leyla laila|zeinab zaynab zainab zeynep|musa moussa mousa|issa isa eissa|haider haydar haidar|jafar jaafar djafar|
	qassem qasim kassem qasem|riyad riad riyadh|sami samy|suleiman soleiman sulayman suleyman|wael wail|geoffrey jeffrey|stephen steven|
	catherine katherine kathryn|marc mark|philip phillip|eric erik|carl karl|jon john|sara sarah|hannah hanna|theresa teresa|isaac isak|zoe zoey|
	johann johan|christian kristian|christina kristina|nicolas nicholas|frederik frederick fredrik|rafael raphael|yitzhak yitzchak itzhak|chaim haim`)

// shorts are given names by which one is called in place of one's own. That
// needs evidence beside the name.
var shorts = classes(`william bill billy will|robert bob bobby rob|richard dick rick rich|james jim jimmy|john jack johnny|joseph joe|
	michael mike mick|thomas tom|anthony tony|edward ed eddie ted|charles charlie chuck|david dave|daniel dan danny|matthew matt|
	christopher chris|nicholas nick|alexander alex sasha|andrew andy|gregory greg|kenneth ken|steven steve|timothy tim|benjamin ben|
	samuel sam|ronald ron|donald don|patrick pat|peter pete|elizabeth liz beth|katherine kate kathy|margaret maggie peggy|
	susan sue|deborah debbie|jennifer jen|rebecca becky|vladimir volodya|mikhail misha|dmitry dima|konstantin kostya|francisco paco|jose pepe`)

// classes gives each name of a class the key of its first.
func classes(s string) map[string]string {
	m := map[string]string{}
	for class := range strings.SplitSeq(s, "|") {
		first := ""
		for _, w := range strings.Fields(class) {
			k := Key(w)
			if first == "" {
				first = k
			}
			if _, ok := m[k]; !ok {
				m[k] = first
			}
		}
	}
	return m
}

// A folded name is one without differences of spelling.
type folded struct {
	words []string
	gen   string // "jr", "sr", "ii", …: which of those who share the name
	of    string // what stands behind "of": Ada Brell of Orsa
	mid   string // middle initials, which may be left out
}

func fold(name string) folded {
	var f folded
	if i := strings.Index(name, " of "); i > 0 {
		name, f.of = name[:i], name[i:]
	}
	for i, w := range strings.Fields(Key(name)) { // Assad, al-Assad
		if w != "al" || i == 0 && !strings.ContainsRune(name[:min(len(name), 3)], '-') {
			f.words = append(f.words, w)
		}
	}
	if n := len(f.words); n > 1 {
		switch g := f.words[n-1]; g {
		case "jr", "sr", "ii", "iv":
			f.gen, f.words = g, f.words[:n-1]
		case "junior", "younger":
			f.gen, f.words = "jr", f.words[:n-1]
		case "senior", "elder":
			f.gen, f.words = "sr", f.words[:n-1]
		case "i": // of iii, as Key takes doubled letters out
			if strings.HasSuffix(name, "III") {
				f.gen, f.words = "iii", f.words[:n-1]
			}
			if strings.HasSuffix(name, " II") {
				f.gen, f.words = "ii", f.words[:n-1]
			}
		}
	}
	if n := len(f.words); n > 1 && f.words[n-1] == "the" {
		f.words = f.words[:n-1]
	}
	for i := 1; i < len(f.words)-1; {
		if w := f.words[i]; len(w) == 1 && len(f.words[0]) > 1 {
			f.mid += w
			f.words = slices.Delete(f.words, i, i+1)
		} else {
			i++
		}
	}
	for i := range f.words[:max(len(f.words)-1, 0)] {
		if c := spellings[f.words[i]]; c != "" {
			f.words[i] = c
		}
	}
	return f
}

func (f folded) String() string { return strings.Join(f.words, " ") }

// surname is the last word of a name, behind which its short forms stand too.
func (f folded) surname() string {
	if len(f.words) == 0 {
		return ""
	}
	return f.words[len(f.words)-1]
}

// stands tells whether f can stand for g, which says more: J. Smith or Smith
// for John Smith, John Smith for John Alan Smith, Bill for William.
func (f folded) stands(g folded) bool {
	if f.surname() != g.surname() || f.gen != "" && g.gen != "" && f.gen != g.gen {
		return false
	}
	a, b := f.words[:len(f.words)-1], g.words[:len(g.words)-1]
	if len(a) > len(b) {
		return false
	}
	for i, w := range a {
		if i == 0 {
			if !given(w, b[0]) {
				return false
			}
			b = b[1:]
			continue
		}
		for len(b) > 0 && !given(w, b[0]) { // a middle name may be left out
			b = b[1:]
		}
		if len(b) == 0 {
			return false
		}
		b = b[1:]
	}
	return true
}

func given(short, full string) bool {
	if short == full || len(short) == 1 && strings.HasPrefix(full, short) {
		return true
	}
	c := shorts[short]
	return c != "" && c == shorts[full]
}

// weight puts names that say more first.
func (f folded) weight() int {
	n := 0
	for _, w := range f.words {
		n += 100
		switch c := shorts[w]; {
		case len(w) == 1:
			n -= 60
		case c != "" && c != w:
			n -= 10
		}
	}
	return n
}
