// What the pages do beyond HTML: nothing here is needed to read them.
// "/" goes to the search field; "j" and "k" step through the statements of a
// page; all parts of the statement under the pointer or the focus are lit.

const field = document.querySelector('#q, #find');
const notes = [...document.querySelectorAll('.notes > li')];
let at = notes.findIndex((n) => n.classList.contains('lit'));

document.addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, textarea, select')) return;
  if (e.key === '/' && field) {
    e.preventDefault();
    field.focus();
    field.select();
  } else if ((e.key === 'j' || e.key === 'k') && notes.length) {
    at = Math.min(notes.length - 1, Math.max(0, at + (e.key === 'j' ? 1 : -1)));
    const link = notes[at].querySelector('a');
    link.focus({ preventScroll: true });
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    notes[at].scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  }
});

const text = document.querySelector('.text');
if (text) {
  const light = (n) => {
    for (const e of text.querySelectorAll('.over')) e.classList.remove('over');
    if (n) for (const e of text.querySelectorAll(`[data-s="${CSS.escape(n)}"]`)) e.classList.add('over');
  };
  const under = (e) => light(e.target.closest?.('[data-s]')?.dataset.s);
  text.addEventListener('pointerover', under);
  text.addEventListener('focusin', under);
  text.addEventListener('pointerleave', () => light(''));
}

// Search as it is typed: the answer to the form as it stands takes the place
// of the list, and the address follows, so that it can be cited. The last word
// may go on while it is typed.
const ask = document.querySelector('form.ask[role=search]');
const results = document.querySelector('#results');
if (ask && results) {
  let timer, asked;
  const search = async (typed) => {
    const q = new URLSearchParams();
    for (const [k, v] of new FormData(ask)) if (v && !(k === 'in' && v === 'statements')) q.set(k, v);
    if (typed && /[^\s]$/.test(q.get('q') ?? '')) q.set('prefix', '1');
    const url = '/' + (q.size ? '?' + q : '');
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(url, { signal: asked.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      results.replaceChildren(...page.querySelector('#results').childNodes);
      history.replaceState(null, '', url);
    } catch (e) {
      if (e.name !== 'AbortError') throw e;
    }
  };
  ask.addEventListener('input', (e) => {
    clearTimeout(timer);
    if (/^(from|to)$/.test(e.target.name) && !/^(\d{4}(-\d\d(-\d\d)?)?)?$/.test(e.target.value)) return;
    timer = setTimeout(search, 150, e.target.name === 'q');
  });
  // An address is not to carry the fields that were left empty.
  ask.addEventListener('submit', () => {
    for (const e of ask.elements) if (e.name && !e.value) e.disabled = true;
    setTimeout(() => { for (const e of ask.elements) e.disabled = false; });
  });
}

// Drawing over bars of a timeline narrows the list to the time they stand for.
document.addEventListener('pointerdown', (e) => {
  const svg = e.target.closest?.('svg[data-brush]');
  const first = e.target.closest?.('a[data-key]');
  if (!svg || !first || e.button !== 0) return;
  const bars = [...svg.querySelectorAll('a[data-key]')];
  let last = first;
  const mark = (on) => {
    const [a, b] = [bars.indexOf(first), bars.indexOf(last)].sort((x, y) => x - y);
    bars.forEach((x, i) => x.classList.toggle('brushed', on && i >= a && i <= b));
    return [bars[a], bars[b]];
  };
  const move = (m) => {
    const over = document.elementFromPoint(m.clientX, m.clientY)?.closest?.('a[data-key]');
    if (over && bars.includes(over)) last = over;
    mark(last !== first);
  };
  const up = () => {
    document.removeEventListener('pointermove', move);
    document.removeEventListener('pointerup', up);
    const [a, b] = mark(false);
    if (last === first) return; // a click: the bar's own link
    const to = new URL(svg.dataset.brush, location.href);
    to.searchParams.set('from', a.dataset.key);
    to.searchParams.set('to', b.dataset.key);
    if (/^\/(statements|pages)$/.test(to.pathname)) {
      if (to.pathname === '/pages') to.searchParams.set('in', 'pages');
      to.pathname = '/';
    }
    location.assign(to);
  };
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', up);
});
for (const svg of document.querySelectorAll('svg[data-brush]')) svg.addEventListener('dragstart', (e) => e.preventDefault());

// Files dropped onto a page are sent off, where files can be added.
const drop = document.querySelector('form#drop');
if (drop) {
  const files = drop.querySelector('input[type=file]');
  const carries = (e) => [...(e.dataTransfer?.types ?? [])].includes('Files');
  addEventListener('dragover', (e) => {
    if (!carries(e)) return;
    e.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', (e) => { if (!e.relatedTarget) document.body.classList.remove('dropping'); });
  addEventListener('drop', (e) => {
    document.body.classList.remove('dropping');
    if (!carries(e) || !e.dataTransfer.files.length) return;
    e.preventDefault();
    files.files = e.dataTransfer.files;
    drop.submit();
  });
}

if (navigator.clipboard) {
  for (const e of document.querySelectorAll('[data-copy]')) {
    const b = document.createElement('button');
    b.type = 'button';
    b.className = 'copybutton';
    b.textContent = 'Copy';
    b.addEventListener('click', async () => {
      await navigator.clipboard.writeText(e.textContent);
      b.textContent = 'Copied';
      setTimeout(() => { b.textContent = 'Copy'; }, 2000);
    });
    e.after(b);
  }
}
