#include "engine/interchange/dossier_style.h"

#include <openssl/sha.h>

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace attest {
namespace {

constexpr absl::string_view kColours = R"(
:root{color-scheme:light dark;--paper:#fcfbf8;--card:#fff;--ink:#1d1c1a;
--muted:#5c5850;--rule:#d8d3c8;--link:#17497f;--mark:#fbeeb4;--soft:#f3f0e8;
--ok:#1b6637;--fair:#17646b;--single:#45536a;--against:#9a3412;
--ring:#633b96;--gone:#65615a;--focus:#1a56a0}
@media (prefers-color-scheme:dark){:root{--paper:#17181b;--card:#1f2125;
--ink:#e9e6df;--muted:#aba69b;--rule:#3d3f45;--link:#93bff2;--mark:#544a1c;
--soft:#24262b;--ok:#86d6a0;--fair:#82cdd3;--single:#b9c4d4;--against:#ffa873;
--ring:#cfaef7;--gone:#b0aba2;--focus:#93bff2}}
.v-corroborated{--c:var(--ok)}.v-likely{--c:var(--fair)}
.v-single-line{--c:var(--single)}.v-contested{--c:var(--against)}
.v-circular{--c:var(--ring)}.v-retracted,.v-unsupported{--c:var(--gone)}
)";

constexpr absl::string_view kText = R"(
*{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);
font:1.0625rem/1.6 Charter,"Bitstream Charter",Cambria,Georgia,"Noto Serif",
"DejaVu Serif",serif;overflow-wrap:break-word}
main,header,footer{max-width:66rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1,h2,h3,h4{line-height:1.25;font-weight:600;text-wrap:balance}
h1{font-size:2rem;margin:0 0 .75rem}
h2{font-size:1.55rem;margin:3.5rem 0 .5rem;padding-top:1.25rem;
border-top:2px solid var(--ink)}
h3{font-size:1.2rem;margin:2.5rem 0 .6rem}
h4{font-size:1rem;margin:1.6rem 0 .3rem}
h4{text-wrap:wrap}
h4 .why{font-weight:400;color:var(--muted)}
p,ul,ol,dl,figure,blockquote{margin:.6rem 0}
p,li,dd{max-width:44rem}
.lead{font-size:1.15rem}
li{margin:.35rem 0}
a{color:var(--link);text-underline-offset:.15em}
.url{font-size:.9em;overflow-wrap:anywhere}
code,pre{font:.86em/1.5 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,
monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;background:var(--soft);border:1px solid var(--rule);
border-radius:4px;padding:.7rem .9rem;max-width:100%}
.verb{font-style:italic}
.s{font-size:.87em;color:var(--muted)}
.meta{color:var(--muted);font-size:.95em}
.badge{display:inline-block;font:600 .78rem/1.35 system-ui,"Noto Sans",
"DejaVu Sans",sans-serif;color:var(--c);border:1px solid currentColor;
border-radius:3px;padding:.05rem .4rem;white-space:nowrap}
.badge.v-contested{border-style:dashed}
.badge.v-retracted,.badge.v-unsupported{border-style:dotted}
.skip{position:absolute;left:-99rem;background:var(--card);padding:.5rem 1rem}
.skip:focus{left:1rem;top:1rem}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;
border-radius:2px}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}
nav li{margin:0}
)";

constexpr absl::string_view kTables = R"(
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font:.9rem/1.5 system-ui,"Noto Sans",
"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
caption{text-align:start;color:var(--muted);padding:.2rem 0 .5rem}
th,td{text-align:start;vertical-align:top;padding:.5rem .9rem .5rem 0;
font-weight:400}
thead th{font-weight:600;color:var(--muted);border-bottom:1px solid var(--ink);
padding-block:.3rem;white-space:nowrap}
tbody{border-bottom:1px solid var(--rule)}
.plain tbody{border-bottom:0}.plain tr{border-bottom:1px solid var(--rule)}
.statements th[scope=row]{min-width:16rem}
.statements tr.more td{padding:0 0 .6rem}
tbody:target{background:var(--soft)}
.statements tr:first-child td code{display:block}
.num,.statements td>span.s{white-space:nowrap}
li>a.s{display:inline-block}
summary{cursor:pointer;color:var(--link);width:fit-content;
font:.88rem/1.6 system-ui,"Noto Sans","DejaVu Sans",sans-serif}
.claims{list-style:none;padding:0;margin:.3rem 0 .6rem;
border-inline-start:2px solid var(--rule)}
.claims>li{margin:0;padding:.5rem 0 .7rem 1rem;max-width:48rem}
.claims>li+li{border-top:1px dotted var(--rule)}
.claims p{margin:.15rem 0}
.side{font-weight:600}
.side.against{color:var(--against)}
.side.idle{color:var(--gone)}
blockquote{margin:.4rem 0;padding:.1rem .9rem;
border-inline-start:3px solid var(--rule);
font:1.02rem/1.65 Charter,"Bitstream Charter",Cambria,Georgia,"Noto Serif",
"Noto Naskh Arabic","DejaVu Serif",serif;white-space:pre-line}
blockquote .context{color:var(--muted)}
mark{background:var(--mark);color:inherit;padding:.05em 0}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}
dl.facts dt{color:var(--muted)}dl.facts dd{margin:0;min-width:0}
form.filters{font:.9rem/1.5 system-ui,"Noto Sans","DejaVu Sans",sans-serif;
background:var(--soft);border:1px solid var(--rule);border-radius:4px;
padding:.6rem .9rem;margin:.8rem 0 1rem;display:flex;flex-wrap:wrap;
gap:.5rem 1.4rem;align-items:end}
form.filters fieldset{border:0;padding:0;margin:0;min-width:0}
form.filters legend,form.filters label.field{color:var(--muted)}
form.filters fieldset label{display:inline-block;margin-inline-end:.9rem}
form.filters select,form.filters input[type=text],form.filters button{
font:inherit;color:var(--ink);background:var(--card);
border:1px solid var(--muted);border-radius:3px;padding:.2rem .4rem;
max-width:100%}
form.filters select{width:15rem}form.filters input[type=text]{width:8rem}
form.filters input::placeholder{color:var(--muted);opacity:1}
form.filters label.field{display:flex;flex-direction:column;max-width:100%}
form.filters output{flex-basis:100%;font-weight:600}
)";

constexpr absl::string_view kPictures = R"(
figure{margin:.8rem 0 1.6rem}
figcaption{max-width:48rem;margin-bottom:.5rem;font-size:.98rem}
svg.picture{display:block;max-width:100%;height:auto;
font-family:system-ui,"Noto Sans","Noto Sans Arabic","DejaVu Sans",sans-serif}
svg text{fill:var(--ink)}
svg .t{font-size:12.5px}
svg .s{font-size:11px;fill:var(--muted)}
svg .strong{font-weight:600;fill:var(--c)}
svg text.v-contested{fill:var(--c)}
.box{fill:var(--card);stroke:var(--muted);stroke-width:1}
.box.origin{stroke-width:2;stroke:var(--ink)}
.box.said{stroke:var(--c);stroke-width:2}
.box.hidden-box{stroke-dasharray:4 3}
.way{fill:none;stroke:var(--c,var(--ink));stroke-width:1.4}
.way.tip{fill:var(--c,var(--ink));stroke:none}
.way.idle{stroke:var(--gone);stroke-dasharray:3 4}
.way.idle.tip{fill:var(--gone);stroke:none}
.way.against{stroke:var(--against);stroke-dasharray:7 3}
.way.against.tip{fill:var(--against);stroke:none}
.way.v-contested{stroke-dasharray:7 3}
.way.v-retracted,.way.v-unsupported,.way.v-circular{stroke-dasharray:3 4}
.grid{stroke:var(--rule);stroke-width:1;fill:none}
.axis{stroke:var(--ink);stroke-width:1.2;fill:none}
.frame{fill:none;stroke:var(--rule)}
.may{fill:var(--single);fill-opacity:.32}
.sure,.fade{fill:var(--single)}
.arrow{fill:none;stroke:var(--single);stroke-width:1.5}
.conflict{fill:var(--against)}
.reach{fill:var(--single);fill-opacity:.1;stroke:var(--single);
stroke-opacity:.5}
.reach.stand-in{fill:none;stroke-dasharray:5 4}
.spot{fill:var(--c);stroke:var(--paper);stroke-width:1}
.spot.stand-in{fill:var(--paper);stroke:var(--c);stroke-width:2}
.halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px}
footer{margin-top:4rem;padding-bottom:3rem;color:var(--muted);font-size:.95em}
)";

constexpr absl::string_view kNarrowAndPrint = R"(
@media screen and (max-width:46rem){
svg.picture{max-width:none}
h1{font-size:1.6rem}h2{font-size:1.35rem}body{font-size:1rem}
main,header,footer{padding-inline:1rem}
table.statements,.statements tbody,.statements tr,.statements th,.statements td,
table.stack,.stack tbody,.stack tr,.stack th,.stack td{display:block}
.statements thead,.stack thead{position:absolute;clip-path:inset(50%);
width:1px;height:1px;overflow:hidden;white-space:nowrap}
.statements caption,.stack caption{display:block}
.statements th[scope=row]{min-width:0;padding-bottom:.2rem}
.statements td,.stack td{padding:.1rem 0}
.statements td[data-label]::before,.stack td[data-label]::before{
content:attr(data-label) ": ";color:var(--muted)}
.stack tr{padding-bottom:.5rem}
dl.facts{grid-template-columns:1fr}dl.facts dd{margin-bottom:.4rem}
.claims>li{padding-inline-start:.7rem}
form.filters select{width:100%}
}
@media print{
:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--muted:#444;
--rule:#bbb;--link:#000;--mark:#eee;--soft:#fff;--ok:#14532d;--fair:#134e4a;
--single:#334155;--against:#7c2d12;--ring:#4c1d95;--gone:#525252}
@page{margin:18mm 16mm}
body{font-size:10.5pt}
main,header,footer{max-width:none;padding:0}
form.filters,nav,.skip,summary{display:none!important}
details::details-content{content-visibility:visible;block-size:auto}
h1,h2,h3,h4,caption,figcaption{break-after:avoid}
h2{break-before:page}h2.first,h2#checking{break-before:auto}
svg.picture,figcaption,blockquote,.plain tr{break-inside:avoid}
h3+p{break-after:avoid}.statements tr:first-child{break-inside:avoid;
break-after:avoid}
blockquote{font-size:9.5pt}.statements th[scope=row]{min-width:10rem}
.statements thead{display:table-header-group}
svg.picture{max-width:100%}
.scroll{overflow:visible}
a{text-decoration:none}
p,li,dd,figcaption{orphans:3;widows:3}
}
)";

constexpr absl::string_view kScript = R"(
(() => {
  // The first or the last day of a day, month or year; null: none is named.
  const day = (field, isLast) => {
    const text = field.value.trim();
    if (!/^\d{4}(-\d\d){0,2}$/.test(text)) return null;
    const date = new Date((text + '-01-01').slice(0, 10) + 'T00:00:00Z');
    if (isLast && text.length === 4) date.setUTCFullYear(date.getUTCFullYear() + 1);
    if (isLast && text.length === 7) date.setUTCMonth(date.getUTCMonth() + 1);
    const number = Math.floor(date.getTime() / 86400000);
    if (Number.isNaN(number)) return null;
    return isLast && text.length < 10 ? number - 1 : number;
  };
  for (const form of document.querySelectorAll('form.filters')) {
    const table = document.getElementById(form.dataset.table);
    const rows = [...table.tBodies];
    const shown = form.querySelector('output');
    const boxes = [...form.querySelectorAll('input[name=verdict]')];
    const filter = () => {
      const verdicts = new Set(
        boxes.filter((box) => box.checked).map((box) => box.value));
      const source = form.elements.source.value;
      const from = day(form.elements.from, false);
      const to = day(form.elements.to, true);
      const undated = form.elements.undated.checked;
      let count = 0;
      for (const row of rows) {
        const data = row.dataset;
        const inTime = data.begin === undefined
          ? undated || (from === null && to === null)
          : (from === null || Number(data.end) > from) &&
            (to === null || Number(data.begin) <= to);
        const kept = verdicts.has(data.verdict) && inTime &&
          (!source || (' ' + data.sources + ' ').includes(' ' + source + ' '));
        row.hidden = !kept;
        if (kept) count += 1;
      }
      shown.textContent = `${count} of ${rows.length} statements shown`;
    };
    form.addEventListener('input', filter);
    form.addEventListener('reset', () => setTimeout(filter));
    form.addEventListener('submit', (event) => event.preventDefault());
    form.hidden = false;
  }
  const opened = [];
  addEventListener('beforeprint', () => {
    for (const one of document.querySelectorAll('details:not([open])')) {
      one.open = true;
      opened.push(one);
    }
  });
  addEventListener('afterprint', () => {
    for (const one of opened.splice(0)) one.open = false;
  });
  const reveal = () => {
    const row = location.hash &&
      document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row && row.matches('tbody')) row.hidden = false;
  };
  addEventListener('hashchange', reveal);
})();
)";

std::string HashOf(absl::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest = {};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest.data());
  return absl::StrCat(
      "'sha256-",
      absl::Base64Escape(absl::string_view(
          reinterpret_cast<const char*>(digest.data()), digest.size())),
      "'");
}

}  // namespace

absl::string_view DossierStyle() {
  static const auto* const kStyle = new std::string(
      absl::StrCat(kColours, kText, kTables, kPictures, kNarrowAndPrint));
  return *kStyle;
}

absl::string_view DossierScript() { return kScript; }

std::string DossierPolicy() {
  return absl::StrCat("default-src 'none'; style-src ", HashOf(DossierStyle()),
                      "; script-src ", HashOf(DossierScript()),
                      "; base-uri 'none'; form-action 'none'");
}

}  // namespace attest
