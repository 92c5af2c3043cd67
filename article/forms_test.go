package article_test

import (
	"strings"
	"testing"

	"sayso"
)

// formOf is the form of the block that holds the words and nothing before them.
func formOf(t *testing.T, d *sayso.Document, words string) sayso.Block {
	t.Helper()
	r := sayso.NewRuler(d.Text)
	for _, b := range d.Blocks {
		if strings.HasPrefix(r.Slice(b.Start, b.End), words) {
			return b
		}
	}
	t.Fatalf("no block begins with %q in\n%s", words, d.Text)
	return sayso.Block{}
}

func wantForms(t *testing.T, d *sayso.Document, want map[string]sayso.BlockForm) {
	t.Helper()
	for words, form := range want {
		if got := formOf(t, d, words); got.As != form {
			t.Errorf("block %q (%s) stands as %q, want %q", words, got.Kind, got.As, form)
		}
	}
}

// saidPage is a report with one thing said in its running text.
const saidPage = `<p>Fisheries minister Pell Orlo said on Thursday that the northern fleet would keep sailing, whatever the council decided about the ban in the coming weeks.</p>
<p>&ldquo;Nobody has shown us a single number that would justify this,&rdquo; Orlo told reporters in the harbour town, adding that he had asked the council for its data three times.</p>
%s
<p>The council, which sets the quotas for the four coastal states, declined to comment. Its next meeting is due on Monday, when the delegates are expected to vote on a compromise.</p>
<p>Fishermen have protested for weeks, and on Wednesday some forty boats blocked the entrance of the port for several hours before the police asked them to leave.</p>`

func TestPullQuotes(t *testing.T) {
	for name, c := range map[string]struct {
		set   string
		words string
		form  sayso.BlockForm
	}{
		"in an aside":               {`<aside><p>&ldquo;Nobody has shown us a single number that would justify this&rdquo;</p></aside>`, "“Nobody has shown us a single number that would justify this”", sayso.PullQuote},
		"in a figure, with a name":  {`<figure><blockquote>Nobody has shown us a single number that would justify this</blockquote><figcaption>Pell Orlo, minister</figcaption></figure>`, "Pell Orlo, minister", sayso.PullQuote},
		"beside another paragraph":  {`<div class="quote-and-text"><blockquote>Nobody has shown us a single number that would justify this</blockquote><p>The minister spoke for twenty minutes and took no questions from those who had come to hear him.</p></div>`, "The minister spoke", ""},
		"trimmed":                   {`<blockquote class="pullquote"><p>&hellip; a single number that would justify this</p></blockquote>`, "… a single", sayso.PullQuote},
		"by its class":              {`<div class="article-pull-quote"><span>Nobody has shown us a single number</span></div>`, "Nobody has", sayso.PullQuote},
		"a picture's caption":       {`<figure><img src="x.jpg"><figcaption>Some forty boats blocked the entrance of the port</figcaption></figure>`, "Some forty boats", ""},
		"a blockquote of its own":   {`<blockquote><p>We shall answer the minister in writing, as we always have, and not in the papers.</p></blockquote>`, "We shall answer", sayso.Blockquote},
		"a class alone":             {`<p class="quote">The minister has never asked us for anything but patience and money.</p>`, "The minister has never", ""},
		"words said twice in text":  {`<p>That nobody has shown us a single number that would justify this is what every minister before him has told the port, too, and it was true of none of them then.</p>`, "That nobody", ""},
		"a box with other business": {`<aside><p>The northern fleet counts forty boats and some two hundred fishermen in four towns.</p></aside>`, "The northern fleet counts", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "text/html", pageOf("", "", strings.Replace(saidPage, "%s", c.set, 1)))
			b := formOf(t, d, c.words)
			if b.As != c.form {
				t.Errorf("%q (%s) stands as %q, want %q", c.words, b.Kind, b.As, c.form)
			}
			if c.form == sayso.PullQuote && b.Told() {
				t.Errorf("a %s is told", b.As)
			}
			if p := formOf(t, d, "“Nobody has shown us a single number that would justify this,”"); !p.Told() {
				t.Errorf("the paragraph that says it is not told: %+v", p)
			}
		})
	}
}

func TestBlockquotes(t *testing.T) {
	const letter = `<blockquote><p>Dear colleagues, the fleet will stay in the harbour until the council has answered our questions about the seven grounds.</p><p>We ask you to do the same.</p></blockquote>`
	d := read(t, "text/html", pageOf("", "", strings.Replace(saidPage, "%s", letter, 1)))
	wantForms(t, d, map[string]sayso.BlockForm{"Dear colleagues": sayso.Blockquote, "We ask you": sayso.Blockquote, "The council": "", "Minister Orlo": ""})
	if !formOf(t, d, "Dear colleagues").Told() {
		t.Error("a blockquote is no longer told")
	}
	// A page that is one blockquote from end to end sets nothing apart.
	d = read(t, "text/html", pageOf("", "", "<blockquote>"+strings.Replace(saidPage, "%s", "", 1)+"</blockquote>"))
	wantForms(t, d, map[string]sayso.BlockForm{"Fisheries minister": "", "The council": ""})
}

func TestLiveEntries(t *testing.T) {
	const entries = `<div class="post"><time datetime="2021-03-04T14:32:00Z">14:32</time><h2>Boats leave the port</h2><p>The first ten boats have left the port of Velm, the harbour master said, and the others are expected to follow within the hour.</p></div>
<div class="post key"><time datetime="2021-03-04T13:50:00Z">13:50</time><p>Minister Pell Orlo has told reporters that he will meet the fishermen in the evening, before he travels back to the capital.</p><p>He would not say what he was going to offer them.</p></div>
<div class="post"><time datetime="2021-03-04T12:15:00Z">12:15</time><p>Some forty boats are blocking the entrance of the port. The police have asked them to leave, and so far none of them has done so.</p></div>`
	d := read(t, "text/html", pageOf("", "", entries))
	wantForms(t, d, map[string]sayso.BlockForm{"14:32": sayso.LiveEntry, "13:50": sayso.LiveEntry, "12:15": sayso.LiveEntry,
		"Boats leave": "", "The first ten": "", "Minister Pell Orlo has": "", "He would not": "", "Some forty": ""})
	// A report with one stamp, and comments with many, has no entries.
	const comments = `<section class="comments"><h3>3 Comments</h3><div class="comment"><time>14:32</time><p>I was there and it was nothing like what they write here, believe me.</p></div>
<div class="comment"><time>14:40</time><p>So was I, and it was exactly like what they write here, believe me.</p></div><div class="comment"><time>15:01</time><p>Neither of you was anywhere near the port, as everybody in town knows well.</p></div></section>`
	d = read(t, "text/html", pageOf("", `<time datetime="2021-03-04">4 March 2021</time>`, told+comments))
	for _, b := range d.Blocks {
		if b.As == sayso.LiveEntry {
			t.Errorf("an entry opens in a page that has none: %+v", b)
		}
	}
}

func TestFormsInPlainText(t *testing.T) {
	d := read(t, "text/plain", `Minister Orlo rejects fishing ban: as it happened

14:32
The first ten boats have left the port of Velm, the harbour master said, and the others are expected to follow within the hour.

13:50
Minister Pell Orlo has told reporters that he will meet the fishermen in the evening, before he travels back to the capital.

12:15
Some forty boats are blocking the entrance of the port. The police have asked them to leave, and so far none of them has done so.
`)
	wantForms(t, d, map[string]sayso.BlockForm{"14:32": sayso.LiveEntry, "13:50": sayso.LiveEntry, "12:15": sayso.LiveEntry, "The first ten": ""})
	d = read(t, "text/plain", `Minister Orlo rejects fishing ban

Fisheries minister Pell Orlo said on Thursday that the northern fleet would keep sailing, whatever the council decided about the ban in the coming weeks.

“Nobody has shown us a single number that would justify this,” Orlo told reporters in the harbour town, adding that he had asked the council for its data three times.

“Nobody has shown us a single number that would justify this”

The council, which sets the quotas for the four coastal states, declined to comment. Its next meeting is due on Monday, when the delegates are expected to vote on a compromise.
`)
	wantForms(t, d, map[string]sayso.BlockForm{"“Nobody has shown us a single number that would justify this”": sayso.PullQuote,
		"“Nobody has shown us a single number that would justify this,”": "", "The council": ""})
	// What stands first is the summary, though the text says it again.
	d = read(t, "text/plain", `Minister Orlo rejects fishing ban

The minister added that nobody had shown him a single number that would justify a ban

VELM, March 4. Pell Orlo told reporters on Thursday that the northern fleet would keep sailing, whatever the council decided about it. The minister added that nobody had shown him a single number that would justify a ban.

The council, which sets the quotas for the four coastal states, declined to comment. Its next meeting is due on Monday, when the delegates are expected to vote on a compromise.
`)
	wantForms(t, d, map[string]sayso.BlockForm{"The minister added": ""})
}
