package change

import (
	"bufio"
	"io"
	"strings"
)

// Loaded is a list of words that name one thing with different leanings:
// "regime" and "government". Putting one for another is a change of wording
// that tells of the hand that made it.
type Loaded struct {
	first map[string]map[string]bool // word or words → those that may stand for it
	most  int                        // words of the longest entry
	lines [][]string
}

// DefaultLoaded is the list used where a user gives none.
func DefaultLoaded() *Loaded {
	l, err := ReadLoaded(strings.NewReader(defaultLoaded))
	if err != nil {
		panic(err) // the list is built in
	}
	return l
}

// MoreLoaded is the default list with the lines of r added to it; see
// ReadLoaded for their form. The error is r's.
func MoreLoaded(r io.Reader) (*Loaded, error) {
	return ReadLoaded(io.MultiReader(strings.NewReader(defaultLoaded), r))
}

// ReadLoaded reads a list: on each line, words for one thing with a slash
// between them. Lines that begin with # and empty ones are passed over.
func ReadLoaded(r io.Reader) (*Loaded, error) {
	l := &Loaded{first: make(map[string]map[string]bool)}
	s := bufio.NewScanner(r)
	for s.Scan() {
		line := strings.TrimSpace(s.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var all []string
		for w := range strings.SplitSeq(line, "/") {
			fs := words(w)
			if len(fs) == 0 {
				continue
			}
			l.most = max(l.most, len(fs))
			all = append(all, joined(fs))
		}
		l.add(all)
		for _, a := range all {
			for _, b := range all {
				if a == b {
					continue
				}
				if l.first[a] == nil {
					l.first[a] = make(map[string]bool)
				}
				l.first[a][b] = true
			}
		}
	}
	return l, s.Err()
}

// Swap finds a loaded word in a for which b has another of the same line, as
// the list has them.
func (l *Loaded) Swap(a, b string) (from, to string, ok bool) {
	wa, wb := words(a), words(b)
	for i := range wa {
		for n := min(l.most, len(wa)-i); n > 0; n-- {
			others := l.first[joined(wa[i:i+n])]
			for j := range wb {
				for m := min(l.most, len(wb)-j); len(others) > 0 && m > 0; m-- {
					if w := joined(wb[j : j+m]); others[w] {
						return joined(wa[i : i+n]), w, true
					}
				}
			}
		}
	}
	return "", "", false
}

func joined(ws []form) string {
	fs := make([]string, len(ws))
	for i, w := range ws {
		fs[i] = w.fold
	}
	return strings.Join(fs, " ")
}

const defaultLoaded = `regime / government / authorities / administration
militants / fighters / rebels / terrorists / extremists / jihadists / insurgents / gunmen / opposition / freedom fighters
militant / fighter / rebel / terrorist / extremist / jihadist / insurgent / gunman
is / isis / isil / daesh / islamic state
shia / shiite
invasion / operation / intervention / incursion / special military operation
occupied / disputed / liberated / annexed / reunified
liberated / captured / seized / overran / recaptured
martyred / killed / eliminated / neutralized / neutralised
martyrs / dead / victims / casualties
massacre / attack / strike / incident
murdered / killed / executed
settlers / residents
settlements / neighbourhoods / neighborhoods
migrants / refugees / illegals / asylum seekers
mercenaries / volunteers / contractors
separatists / militia / insurgents / rebels
annexation / reunification / accession
wall / fence / barrier
coup / uprising / revolution / change of power
rioters / protesters / demonstrators / activists
claimed / said / alleged / confirmed / admitted
puppet / elected / interim
crackdown / police operation
propaganda / information / coverage
`
