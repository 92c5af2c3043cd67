package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"sayso"
	"sayso/article/internal/lead"
	"sayso/article/internal/lines"
	"sayso/article/internal/meta"
	"sayso/article/internal/prose"
	"sayso/article/internal/when"
)

// readPlain reads a page of plain text: what a scraper left of a page. The
// document's text is the decoded file itself.
func readPlain(r *reading) {
	d := r.doc
	d.Text = r.text.Text
	ls := split(d.Text)
	body, chance, comments, title := mainLines(ls)
	f := labelLines(ls, body, chance, comments, title)
	forms := lineForms(ls)
	ruler := sayso.NewRuler(d.Text)
	for i := range ls {
		l := &ls[i]
		s := ruler.Span(l.start, l.end)
		d.Blocks = append(d.Blocks, sayso.Block{Kind: l.kind, Start: s.Start, End: s.End, As: forms[i]})
		r.where = append(r.where, SourceRange{l.start, l.end})
	}
	d.Title, d.Byline, d.Outlet = sayso.Maybe(f.title), sayso.Maybe(f.byline), sayso.Maybe(f.outlet)
	for _, st := range []lineStamp{f.published, f.updated} {
		if st.Date != nil {
			s := ruler.Span(st.start, st.end)
			st.Span = &s
		}
	}
	d.Published, d.Updated, d.Tags = f.published.Date, f.updated.Date, meta.Distinct(f.tags)
	r.openings()
	if d.Language == "" {
		d.Language = sayso.Maybe(tongue(d, ruler))
	}
}

type plainFields struct {
	title, byline, outlet string
	tags                  []string
	published, updated    lineStamp
}

// A lineStamp is a day that a line gives, and where in the text, in bytes.
type lineStamp struct {
	*sayso.Date
	start, end int
}

// stampAt is the stamp that w found from byte at of the text on.
func stampAt(w when.Found, at int) lineStamp {
	return lineStamp{made(w.Date(), w.Time, "text"), at + w.Start, at + w.End}
}

// mainLines says of each line whether the model takes it for main text and how
// likely it is, at which line readers' comments begin, and which is the title,
// or -1.
func mainLines(in []line) (body []bool, chance []float32, comments, title int) {
	ls := make([]lines.Line, len(in))
	for i := range in {
		ls[i] = lines.Line{Text: in[i].text, Gap: in[i].gap, Words: in[i].words}
	}
	chance = lines.Body(lineModel(), ls)
	body = lines.Choose(ls, chance)
	return body, chance, lines.Comments(ls), headline(in, ls, body)
}

func (l *line) long() bool { return l.words >= 15 || len(l.text) > 240 }

func paragraph(l *line) bool {
	long := l.long() || l.words >= 6 && endsSentence(l.text) ||
		len(l.text) > 25*l.words && utf8.RuneCountInString(l.text) >= 30 // a script without spaces
	return long && !notProse.MatchString(clip(l.text, 200))
}

var (
	notProse     = regexp.MustCompile(`(?i)^(?:note|disclaimer|copyright|©)\b|you are commenting|log ?(?:in|out)\b.{0,40}(?:comment|change|icon)|sign up|subscribe|all rights reserved|newsletter|re-?publications? (?:is|are)|privacy policy|terms of (?:use|service)|cookies`)
	formLine     = regexp.MustCompile(`(?i)^(?:leave a (?:reply|comment)|post a comment|add (?:a|your) comment|write a comment|join the (?:discussion|conversation)|notify of|notify me of .*|inline feedbacks?|view all comments|you are commenting.*|fill in your details.*|connecting to %s|%d bloggers? like this:?|(?:twitter|facebook|google\+?|wordpress\.com|gravatar)[^.]{0,20}(?:picture|photo|logo)|would love your thoughts.*|your email address will not be published.*|save my name, email.*|cancel reply|name \*?|email \*?|website|please log in.*comment.*|\( ?log ?out.*|submit comment|login to comment.*|comments? (?:are closed|off).*|powered by .*)$`)
	answersLine  = regexp.MustCompile(`(?i)^(?:\d+|one|two|three|four|five|no) (?:responses?|comments?|repl(?:y|ies)|thoughts?)\b(?: (?:to|on) .*)?$|^comments?(?: \(\d+\)|:)?$|^discussion$|^\d+ comments?\b.{0,30}$`)
	relatedHead  = regexp.MustCompile(`(?i)^(?:related(?: (?:articles?|posts?|stories|news|content|topics))?|read (?:more|also|next)|see also|also read|more (?:from|on|news|stories)[^.]{0,40}|you (?:may|might) (?:also )?like[^.]{0,30}|recommended[^.]{0,30}|most (?:read|popular|viewed)[^.]{0,20}|(?:recent|latest) (?:posts?|articles?|stories|news)|post navigation|trending[^.]{0,20}|latest[^.]{0,20}|don'?t miss[^.]{0,10}|like this|loading\.*)\s*:?$`)
	relatedLine  = regexp.MustCompile(`(?i)^(?:related(?: (?:article|story|post|news)s?)?|read (?:more|also|next)|see also|also read|more on this)\s*[:|]\s*\S`)
	tagsHead     = regexp.MustCompile(`(?i)^(?:tags?|topics?|persons?|people|filed under|categor(?:y|ies)|keywords|posted in|tagged(?: (?:with|as))?|themen|schlagwörter)\s*:?\s*$`)
	tagsInline   = regexp.MustCompile(`(?i)^(?:tags?|topics?|filed under|categor(?:y|ies)|keywords|posted in|tagged(?: (?:with|as))?|schlagwörter)\s*[:\-–]\s*\S|^(?:posted in|tagged|filed under) (?:(?:with|as) )?\p{Lu}?[^.!?]{1,80}$|^#\w+(?:\s+#\w+)+$`)
	onlyMarks    = regexp.MustCompile(`^[\s,;.|/•·*_=~+\-–—#>›»]+$`)
	noticeLine   = regexp.MustCompile(`(?i)^(?:note\s*:|hat tip (?:to|:)|disclaimer\b|copyright\b|©|\(c\) ?\d{4}|all rights reserved|re-?publications?\b|reproduction\b|subscribe\b|sign up\b|follow us\b|support (?:us|our)\b|donate\b|advertis|this (?:site|website) uses\b|we use cookies|share (?:this|on)\b|print(?: this)?$|e-?mail(?: this)?$|get (?:the|our) (?:latest|daily|newsletter|free))|all rights reserved\.?$|do(?:es)? not necessarily (?:reflect|subscribe|represent)|newsletter\b.{0,60}$`)
	noticeOpens  = regexp.MustCompile(`(?i)^(?:note\s*:|disclaimer\b|copyright\b|©|\(c\) ?\d{4}|all rights reserved|re-?publications?\b)`)
	navLine      = regexp.MustCompile(`(?i)^(?:home|menu|search|back to .*|skip to .*|main page|next(?: (?:post|article|page|story))?|prev(?:ious)?(?: (?:post|article|page|story))?|log ?in|register|sign in|contact(?: us)?|about(?: us)?|advertisement|share|tweet|print|email|facebook|twitter|whatsapp|telegram|[«»←→<>]+.*|.*[←→»]+)$|\bback to (?:main|home|top)\b`)
	nextLine     = regexp.MustCompile(`(?i)^(?:next|prev(?:ious)?)(?: (?:post|article|page|story))?:? \S.{0,80}$`)
	blogStamp    = regexp.MustCompile(`(?i)^[~\-–—*•|\s]*(?:posted |written |published )?by[: ]+(\S.{0,60}?)\s+(?:on|at|,|\|)\s+(.{6,60})$`)
	datedStamp   = regexp.MustCompile(`(?i)^\W*(?:(?:posted|published|written)\s+)?(?:on\s+)?(.{6,45}?)\s+by\s+(\S.{0,40}?)(?:\s*[,|•·–—-]?\s*(?:(?:\d+|no|one) (?:comments?|repl(?:y|ies)|responses?)|leave an? (?:comment|reply))\b.*)?$`)
	byLine       = regexp.MustCompile(`^(?:[Bb]y|BY|[Ww]ritten by|[Pp]osted by|[Aa]uthor:|Von|Par|Por)\s+([\p{Lu}@][^.!?]{1,80})$`)
	fileName     = regexp.MustCompile(`^[\w%]+(?:[-_][\w%]+)+(?:\s+-?\w+)?(?:\.(?:jpe?g|png|gif))?$|\.(?:jpe?g|png|gif)$`)
	captionLine  = regexp.MustCompile(`(?i)^(?:photo|image|picture|pic|file photo|video|fig(?:ure)?\.?|credit|foto)\s*(?:credit|by|courtesy|from)?\s*[:©/]|\((?:photo|image|file|picture)[^)]{0,60}\)$|(?:©|getty images|file photo|file pic)\W*$`)
	captionEnds  = regexp.MustCompile(`(?i)[.)]\s*(?:photo|picture|image|foto|bild)(?: (?:by|credit))?\s*:\s*\S.{0,60}$`)
	editorsNote  = regexp.MustCompile(`(?i)^[\[(]?\s*(?:my (?:comment|take|note|two cents)|editor'?s? (?:note|comment)|ed\.? ?note|admin(?:'s)? note|comment by \S+)\s*[:\-–]`)
	articleWords = regexp.MustCompile(`\p{L}{2,}.*\p{L}{2,}`)
)

// labelLines names the kind of each line and reads the page's fields, knowing
// which lines belong to the main text and where readers' comments begin.
func labelLines(lines []line, body []bool, chance []float32, comments, title int) plainFields {
	var f plainFields
	first, last := -1, -1
	for i := range lines {
		if body[i] && !fixed(&lines[i]) {
			if first < 0 && paragraph(&lines[i]) {
				first = i
			}
			if paragraph(&lines[i]) {
				last = i
			}
		}
	}
	if first < 0 {
		first, last = len(lines), -1
	}
	if title >= 0 {
		lines[title].kind = sayso.BlockTitle
		f.title = strings.Join(strings.Fields(lines[title].text), " ")
	}
	section := sayso.BlockKind("")
	sectionAt := 0
	for i := range lines {
		l := &lines[i]
		if l.kind != "" {
			continue
		}
		s := l.text
		prev := sayso.BlockKind("")
		if i > 0 {
			prev = lines[i-1].kind
		}
		switch {
		case i >= comments:
			l.kind = sayso.BlockComment
		case onlyMarks.MatchString(s):
			l.kind = sayso.BlockOther
			if strings.Contains(s, ",") {
				l.kind = sayso.BlockTags
			}
		case answersLine.MatchString(s) || formLine.MatchString(s):
			l.kind = sayso.BlockComment
			if i > first && i >= last-200 {
				section, sectionAt = sayso.BlockComment, i
			}
		case section == sayso.BlockComment && i > last:
			l.kind = sayso.BlockComment
		case relatedHead.MatchString(s):
			l.kind = sayso.BlockRelated
			section, sectionAt = sayso.BlockRelated, i
		case relatedLine.MatchString(s) && !endsSentence(s):
			l.kind = sayso.BlockRelated
		case tagsHead.MatchString(s):
			l.kind = sayso.BlockTags
			section, sectionAt = sayso.BlockTags, i
		case tagsInline.MatchString(s):
			l.kind = sayso.BlockTags
			if i > first {
				f.tags = append(f.tags, printedTags(s)...)
			}
		case section == sayso.BlockTags && i == sectionAt+1 && l.gap == 0 && !endsSentence(s):
			l.kind = sayso.BlockTags
			if i > first {
				f.tags = append(f.tags, meta.SplitTags(s)...)
			}
		case noticeOpens.MatchString(s) || noticeLine.MatchString(s) && (!body[i] || l.words < 15):
			l.kind = sayso.BlockNotice
		case prev == sayso.BlockNotice && l.gap == 0 && (startsLower(s) || !body[i]):
			l.kind = sayso.BlockNotice
		case navLine.MatchString(s) && l.words < 12, i > last && l.words < 12 && nextLine.MatchString(s) && !strings.HasSuffix(s, "."):
			l.kind = sayso.BlockNavigation
			if _, ok := when.In(s); ok {
				l.kind = sayso.BlockDate
			}
		case blogStamp.MatchString(s) && stampOf(s, &f, l), l.words <= 20 && hasDigit(s) && datedStampOf(s, &f, l):
			l.kind = sayso.BlockByline
		case l.words <= 12 && byLine.MatchString(s):
			l.kind = sayso.BlockByline
			if f.byline == "" && i > title && (i < first || i <= last+3) {
				f.byline = people(byLine.FindStringSubmatch(s)[1:])
			}
		case l.words <= 14 && hasDigit(s) && isDate(s):
			l.kind = sayso.BlockDate
		case captionLine.MatchString(s) && l.words < 40 || captionEnds.MatchString(s) && l.words < 40 && (!body[i] || !l.long()) || fileName.MatchString(s):
			l.kind = sayso.BlockCaption
		case creditOnly(s) && l.words <= 12:
			l.kind = sayso.BlockNotice
		case editorsNote.MatchString(s):
			l.kind = sayso.BlockCommentary
		case section == sayso.BlockRelated && i < sectionAt+12 && l.words < 20 && !endsSentence(s):
			l.kind = sayso.BlockRelated
		case i < first && !(body[i] && i > title):
			l.kind = before(lines, i, title, chance[i])
		case i > last && prev == sayso.BlockBody && shortSentence(l):
			l.kind = sayso.BlockBody
		case i > last && !(body[i] && endsSentence(s)):
			l.kind = after(l, body[i])
		case body[i] || goesOn(lines, i, body):
			l.kind = within(lines, i, last)
		default:
			l.kind = sayso.BlockOther
		}
		if paragraph(l) && body[i] {
			section = ""
		}
	}
	if f.outlet == "" {
		f.outlet = masthead(lines, title)
	}
	commentary(len(lines), func(i int) (*sayso.BlockKind, string) { return &lines[i].kind, lines[i].text })
	f.pickDate(lines, title, first, last)
	return f
}

// fixed reports whether a line is named by its words alone.
func fixed(l *line) bool {
	return formLine.MatchString(l.text) || answersLine.MatchString(l.text) || noticeLine.MatchString(l.text) || onlyMarks.MatchString(l.text) || relatedHead.MatchString(l.text)
}

func creditOnly(s string) bool {
	_, ok := lead.Line(s)
	return ok
}

// stampOf reads "~ by NAME on DATE.", with which a weblog signs a post: the
// name is the writer's and the weblog's.
func stampOf(s string, f *plainFields, l *line) bool {
	m := blogStamp.FindStringSubmatchIndex(s)
	w, ok := when.In(s[m[4]:m[5]])
	if !ok {
		return false
	}
	if f.byline == "" {
		f.byline = s[m[2]:m[3]]
		if strings.HasPrefix(strings.TrimSpace(s), "~") {
			f.outlet = f.byline
		}
	}
	if f.published.Date == nil && w.Year > 0 {
		f.published = stampAt(w, l.start+m[4])
	}
	return true
}

// headline is the line that is the page's title, or -1.
func headline(in []line, ls []lines.Line, body []bool) int {
	return lines.Title(headlines(), ls, body, lines.First(ls, body), func(i int) bool {
		l := &in[i]
		s := l.text
		return !(fixed(l) || navLine.MatchString(s) || tagsHead.MatchString(s) || tagsInline.MatchString(s) || byLine.MatchString(s) || captionLine.MatchString(s) ||
			creditOnly(s) || fileName.MatchString(s) || blogStamp.MatchString(s) || hasDigit(s) && l.words <= 14 && isDate(s))
	})
}

// datedStampOf reads "March 5, 2021 by NAME 14 Comments".
func datedStampOf(s string, f *plainFields, l *line) bool {
	m := datedStamp.FindStringSubmatchIndex(s)
	if m == nil {
		return false
	}
	day := s[m[2]:m[3]]
	w, ok := when.In(day)
	if !ok || w.Year == 0 || !isDate(day) {
		return false
	}
	if f.byline == "" {
		f.byline = s[m[4]:m[5]]
	}
	if f.published.Date == nil {
		f.published = stampAt(w, l.start+m[2])
	}
	return true
}

// leastStandfirst is the chance of being main text from which on a line between
// the title and the first paragraph is a standfirst: most of those below it are
// captions.
const leastStandfirst = 0.3

func before(lines []line, i, title int, chance float32) sayso.BlockKind {
	l := &lines[i]
	switch {
	case chance < leastStandfirst:
	case title >= 0 && i > title && i <= title+3 && l.words >= 10:
		return sayso.BlockStandfirst
	case title >= 0 && i > title && l.words >= 5 && l.gap == 0 && i == title+1 && !strings.Contains(l.text, "|"):
		return sayso.BlockStandfirst
	}
	switch {
	case title >= 0 && i < title || l.words <= 6:
		return sayso.BlockNavigation
	}
	return sayso.BlockOther
}

// shortSentence reports whether a line is a short sentence such as a report or
// an interview may end with: "Those were not ours."
func shortSentence(l *line) bool {
	if l.words < 3 || !endsSentence(l.text) || prose.Cues(l.text) != 0 {
		return false
	}
	big := 0
	for w := range strings.FieldsSeq(l.text) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			big++
		}
	}
	return big*2 <= l.words
}

func after(l *line, body bool) sayso.BlockKind {
	switch {
	case l.words >= 5 && !endsSentence(l.text):
		return sayso.BlockRelated
	case l.words <= 4:
		return sayso.BlockNavigation
	case l.words <= 12 && endsSentence(l.text):
		return sayso.BlockCaption
	}
	return sayso.BlockOther
}

// goesOn reports whether a line that the model left out is the beginning of a
// sentence that the next line, main text, goes on with.
func goesOn(lines []line, i int, body []bool) bool {
	r, _ := utf8.DecodeLastRuneInString(lines[i].text)
	return i > 0 && i+1 < len(lines) && body[i-1] && body[i+1] && lines[i].words >= 4 && (r == ',' || r == ':' || startsLower(lines[i+1].text))
}

// within names a line between the first and last paragraphs of the main text.
func within(lines []line, i, last int) sayso.BlockKind {
	l := &lines[i]
	s := l.text
	r, _ := utf8.DecodeLastRuneInString(s)
	switch {
	case paragraph(l), endsSentence(s), r == ',' || r == ':' || r == '-' || r == '–' || r == '—':
		return sayso.BlockBody
	case startsLower(s) || strings.HasPrefix(s, "…") || strings.ContainsAny(s, "“”\"„»"):
		return sayso.BlockBody
	case l.words <= 5:
		return sayso.BlockHeading
	case l.words >= 7 && l.words < 20:
		// A line of a headline's length without a full stop between two
		// paragraphs is a link to another report.
		return sayso.BlockRelated
	case l.words >= 20:
		return sayso.BlockBody
	}
	return sayso.BlockHeading
}

// pickDate takes the publication date from a date stamp beside the title or at
// the end. A stamp without its year gives only the time, where another stamp
// names the same day.
func (f *plainFields) pickDate(lines []line, title, first, last int) {
	var clock string
	var month, day int
	for i := range lines {
		l := &lines[i]
		if l.kind != sayso.BlockDate || i > first && i <= last || i > last+6 {
			continue
		}
		w, u := stamps(l.text)
		if u.Year > 0 && f.updated.Date == nil {
			f.updated = stampAt(u, l.start)
		}
		if w.Year == 0 {
			if w.Time != "" && clock == "" {
				clock, month, day = w.Time, w.Month, w.Day
			}
			continue
		}
		if f.published.Date == nil {
			f.published = stampAt(w, l.start)
		}
	}
	if p := f.published.Date; p != nil && p.Time == "" && clock != "" && p.Date[5:] == twoDigits(month)+"-"+twoDigits(day) {
		p.Time, p.Precision = sayso.Maybe(clock), sayso.ByTime
	}
	if u := f.updated.Date; u != nil && tooEarly(u.Date, f.published.Date) {
		f.updated = lineStamp{}
	}
}

func twoDigits(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }
