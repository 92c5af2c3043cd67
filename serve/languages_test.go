package serve

import (
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// TestLanguageNames holds our table to the library's.
func TestLanguageNames(t *testing.T) {
	for code, name := range byLanguage() {
		tag, err := language.Raw.Parse(code)
		if err != nil {
			t.Errorf("%q is no code: %v", code, err)
			continue
		}
		if len(code) == 2 && code != "no" && display.English.Languages().Name(tag) != name {
			t.Errorf("%s is %q, not %q", code, display.English.Languages().Name(tag), name)
		}
	}
	for tag, want := range map[string]string{"ru": "Russian", "pt-BR": "Portuguese (BR)", "zh-Hant": "Chinese (Hant)", "qqq": "qqq", "": "", "EN": "English"} {
		if got := languageWord(tag); got != want {
			t.Errorf("%q is shown as %q, not %q", tag, got, want)
		}
	}
}
