package serve_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"sayso/serve"
)

// TestUsers lets in who is in the list, and puts their name to what they decide.
func TestUsers(t *testing.T) {
	const password = "two lanterns on the quay"
	users := new(serve.Users)
	for _, bad := range [][2]string{{"", password}, {"a:b", password}, {"ada", "short"}, {"ada\n", password}, {"#ada", password}} {
		if err := users.Set(bad[0], bad[1]); err == nil {
			t.Errorf("%q with the password %q is taken", bad[0], bad[1])
		}
	}
	if err := users.Set("ada", password); err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	if err := users.Write(&list); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(list.String(), "lantern") {
		t.Errorf("the list tells the password: %s", &list)
	}
	for _, bad := range []string{list.String() + list.String(), "ada", "ada:x", strings.Replace(list.String(), "600000", "1", 1), strings.Replace(list.String(), "600000", "99999999999", 1)} {
		if _, err := serve.ReadUsers(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
	users, err := serve.ReadUsers(strings.NewReader("# who may enter\n\n" + list.String()))
	if err != nil {
		t.Fatal(err)
	}

	f := sample()
	h := serve.New(kept(t, f), everything(serve.Options{Users: users, Token: "a token that lets nobody in"}))
	for _, view := range views(f) {
		path, _, _ := strings.Cut(view[1], "#")
		r := get(t, h, path)
		if b := body(t, r); r.StatusCode != 401 || strings.Contains(b, "Varga") && !strings.Contains(view[1], "Varga") {
			t.Errorf("%s without a name: status %d", view[0], r.StatusCode)
		}
	}
	v := visit(t, h)
	for _, wrong := range []url.Values{{"name": {"ada"}, "token": {"two lanterns"}}, {"name": {"bo"}, "token": {password}}, {"token": {"a token that lets nobody in"}}} {
		if status, b := v.post("/login", wrong); status != 401 || !strings.Contains(b, `name="name"`) {
			t.Errorf("%v: status %d", wrong, status)
		}
	}
	if status, b := v.post("/login", url.Values{"name": {"ada"}, "token": {password}, "next": {"/people"}}); status != 200 || !strings.Contains(b, "Ilse Varga") {
		t.Fatalf("the right password: status %d", status)
	}
	seal := v.seal("/person/known:ilse-varga")
	if status, b := v.post("/decide", url.Values{"seal": {seal}, "act": {"rename"}, "actor": {"known:ilse-varga"}, "name": {"I. Varga"}, "next": {"/decisions"}}); status != 200 || !strings.Contains(b, "<bdi>ada</bdi>") {
		t.Errorf("what was decided by whom: status %d: %s", status, b)
	}

	ask := func(name, password string) int {
		r := httptest.NewRequest(http.MethodGet, "http://localhost/api/v1/statements", nil)
		r.SetBasicAuth(name, password)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	if a, b, c := ask("ada", password), ask("ada", password), ask("ada", password+"!"); a != 200 || b != 200 || c != 401 {
		t.Errorf("programs that send a name and password: %d, %d; a wrong one: %d", a, b, c)
	}
	// Another process does not know the cookie.
	other := visit(t, serve.New(f, serve.Options{Users: users}))
	other.http.Jar = v.http.Jar
	if status, _ := other.get("/"); status != 401 {
		t.Errorf("a cookie of before: status %d", status)
	}
}

// TestEnterInBrowser gives a name and a password, as a user does.
func TestEnterInBrowser(t *testing.T) {
	root := chromium(t)
	users := new(serve.Users)
	if err := users.Set("ada", "two lanterns on the quay"); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(serve.New(kept(t, sample()), serve.Options{Users: users}))
	t.Cleanup(srv.Close)
	if err := chromedp.Do(root); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(root, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844), chromedp.Navigate(srv.URL+"/people"), chromedp.WaitVisible("#name")); err != nil {
		t.Fatal(err)
	}
	for _, bad := range checkAccess(t, ctx) {
		t.Error(bad)
	}
	if err := chromedp.Do(ctx, chromedp.SendKeys("#name", "ada"), chromedp.SendKeys("#token", "two lanterns\n"), chromedp.WaitVisible(`[role="alert"]`),
		chromedp.SendKeys("#name", "ada"), chromedp.SendKeys("#token", "two lanterns on the quay\n"), chromedp.WaitVisible(`main a[href="/person/known:ilse-varga"]`)); err != nil {
		t.Fatal(err)
	}
}
