import type { DemoShape } from "./products.ts";

const DARK = "#2b2f36";
const SHADE = `fill="#000000" fill-opacity="0.12"`;
const LIGHT = `fill="#ffffff" fill-opacity="0.35"`;

/** Flat drawings on a field of 400 × 400, standing on y = 308, in one colour with its shade and its light. */
export const shapes: Readonly<Record<DemoShape, (colour: string) => string>> = {
  headphones: (colour) => `
<path d="M105 230 V190 A95 95 0 0 1 295 190 V230" fill="none" stroke="${colour}" stroke-width="20"/>
<rect x="84" y="205" width="52" height="92" rx="24" fill="${colour}"/><rect x="264" y="205" width="52" height="92" rx="24" fill="${colour}"/>
<rect x="122" y="214" width="20" height="74" rx="10" fill="${DARK}"/><rect x="258" y="214" width="20" height="74" rx="10" fill="${DARK}"/>`,
  speaker: (colour) => `
<rect x="130" y="70" width="140" height="236" rx="18" fill="${colour}"/><rect x="130" y="70" width="40" height="236" rx="18" ${LIGHT}/>
<circle cx="200" cy="228" r="50" fill="${DARK}"/><circle cx="200" cy="228" r="22" ${LIGHT}/><circle cx="200" cy="122" r="26" fill="${DARK}"/><circle cx="200" cy="122" r="9" ${LIGHT}/>`,
  keyboard: (colour) => `
<rect x="60" y="160" width="280" height="120" rx="14" fill="${colour}"/><rect x="60" y="262" width="280" height="18" rx="9" ${SHADE}/>
${keys()}<rect x="130" y="240" width="140" height="18" rx="5" fill="#ffffff" fill-opacity="0.85"/>`,
  mouse: (colour) => `
<path d="M200 90 C265 90 275 170 275 220 C275 280 240 306 200 306 C160 306 125 280 125 220 C125 170 135 90 200 90 Z" fill="${colour}"/>
<path d="M200 90 V180 M128 182 H272" stroke="${DARK}" stroke-width="4" fill="none"/><rect x="190" y="116" width="20" height="42" rx="10" fill="${DARK}"/>`,
  cable: (colour) => `
<path d="M110 120 C110 300 290 110 290 270" fill="none" stroke="${colour}" stroke-width="16"/>
<rect x="92" y="66" width="36" height="60" rx="8" fill="${DARK}"/><rect x="100" y="46" width="20" height="24" rx="4" fill="#b9bec6"/>
<rect x="272" y="262" width="36" height="44" rx="8" fill="${DARK}"/>`,
  mug: (colour) => `
<path d="M255 160 h22 a42 42 0 0 1 0 96 h-22" fill="none" stroke="${colour}" stroke-width="20"/>
<path d="M115 118 H262 V270 Q262 306 226 306 H151 Q115 306 115 270 Z" fill="${colour}"/><path d="M115 268 H262 V270 Q262 306 226 306 H151 Q115 306 115 270 Z" ${SHADE}/>
<ellipse cx="188" cy="118" rx="73" ry="17" fill="${DARK}"/><rect x="130" y="146" width="18" height="110" rx="9" ${LIGHT}/>`,
  bottle: (colour) => `
<rect x="174" y="52" width="52" height="38" rx="8" fill="${DARK}"/><path d="M168 96 H232 Q256 112 256 146 V278 Q256 306 228 306 H172 Q144 306 144 278 V146 Q144 112 168 96 Z" fill="${colour}"/>
<rect x="160" y="150" width="16" height="130" rx="8" ${LIGHT}/><rect x="144" y="240" width="112" height="10" ${SHADE}/>`,
  pan: (colour) => `
<rect x="232" y="196" width="140" height="22" rx="11" fill="${DARK}"/><circle cx="168" cy="206" r="100" fill="${DARK}"/>
<circle cx="168" cy="206" r="82" fill="${colour}"/><path d="M108 190 A66 66 0 0 1 190 146" fill="none" stroke="#ffffff" stroke-opacity="0.5" stroke-width="10"/>`,
  lamp: (colour) => `
<path d="M150 76 H250 L292 186 H108 Z" fill="${colour}"/><path d="M150 76 H176 L150 186 H108 Z" ${LIGHT}/>
<rect x="192" y="186" width="16" height="98" fill="${DARK}"/><rect x="148" y="284" width="104" height="22" rx="11" fill="${DARK}"/><circle cx="200" cy="196" r="14" fill="#ffe7a3"/>`,
  cushion: (colour) => `
<path d="M96 96 Q200 124 304 96 Q276 200 304 304 Q200 276 96 304 Q124 200 96 96 Z" fill="${colour}"/>
<g fill="none" stroke="#ffffff" stroke-opacity="0.6" stroke-width="6"><path d="M200 142 L258 200 L200 258 L142 200 Z"/><circle cx="200" cy="200" r="20"/></g>`,
  shirt: (colour) => `
<path d="M150 84 Q200 116 250 84 L322 126 L292 184 L264 170 V306 H136 V170 L108 184 L78 126 Z" fill="${colour}"/>
<path d="M150 84 Q200 116 250 84 L240 78 Q200 98 160 78 Z" ${SHADE}/><path d="M136 170 V306 M264 170 V306" stroke="#000000" stroke-opacity="0.12" stroke-width="4"/>`,
  hoodie: (colour) => `
<path d="M148 96 L252 96 L326 150 L304 268 L268 262 V306 H132 V262 L96 268 L74 150 Z" fill="${colour}"/>
<path d="M142 108 Q200 26 258 108 Q200 152 142 108 Z" fill="${colour}"/><path d="M160 108 Q200 56 240 108 Q200 136 160 108 Z" fill="${DARK}"/>
<path d="M154 226 H246 L262 276 H138 Z" ${SHADE}/><path d="M184 128 V176 M216 128 V176" stroke="#ffffff" stroke-width="5"/>`,
  shoe: (colour) => `
<path d="M70 168 Q100 190 140 168 L176 152 Q206 214 300 226 Q336 232 336 268 H70 Z" fill="${colour}"/>
<rect x="64" y="266" width="276" height="40" rx="18" fill="#fbfaf7"/><rect x="64" y="290" width="276" height="16" rx="8" ${SHADE}/>
<path d="M172 188 L204 172 M190 206 L222 192 M212 220 L242 206" stroke="#ffffff" stroke-width="7"/>`,
  bag: (colour) => `
<path d="M152 120 Q152 62 200 62 Q248 62 248 120" fill="none" stroke="${DARK}" stroke-width="14"/>
<rect x="108" y="112" width="184" height="194" rx="34" fill="${colour}"/><path d="M108 178 H292 V146 Q292 112 258 112 H142 Q108 112 108 146 Z" ${LIGHT}/>
<rect x="136" y="206" width="128" height="74" rx="16" ${SHADE}/><rect x="190" y="168" width="20" height="26" rx="6" fill="${DARK}"/>`,
  tent: (colour) => `
<path d="M200 88 L344 304 H56 Z" fill="${colour}"/><path d="M200 88 L344 304 H262 Z" ${SHADE}/><path d="M200 150 L246 304 H154 Z" fill="${DARK}"/>
<path d="M200 88 V64" stroke="${DARK}" stroke-width="7"/><path d="M200 64 L230 74 L200 84 Z" fill="#dfa32f"/>`,
  box: (colour) => `
<path d="M90 150 L200 108 L310 150 V268 L200 306 L90 268 Z" fill="${colour}"/><path d="M200 190 L310 150 V268 L200 306 Z" ${SHADE}/>
<path d="M90 150 L200 190 L310 150 L200 108 Z" ${LIGHT}/><path d="M145 129 L255 170 V210" fill="none" stroke="#ffffff" stroke-opacity="0.8" stroke-width="12"/>`,
};

function keys(): string {
  const rows = [176, 198, 220].flatMap((y) => Array.from({ length: 11 }, (_, index) => ({ x: 74 + index * 23, y })));
  return rows
    .map(({ x, y }) => `<rect x="${x}" y="${y}" width="18" height="16" rx="4" fill="#ffffff" fill-opacity="0.85"/>`)
    .join("");
}
