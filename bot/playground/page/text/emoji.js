/** Shortcodes of the emoji that people type most, drawn by whatever emoji font the machine has. */

import { el } from "../dom.js";

const LIST = `
grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 sweat_smile 😅 joy 😂 slightly_smiling_face 🙂 upside_down_face 🙃
wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star-struck 🤩 hugging_face 🤗 thinking_face 🤔 neutral_face 😐 unamused 😒
face_with_rolling_eyes 🙄 grimacing 😬 relieved 😌 sleeping 😴 nerd_face 🤓 sunglasses 😎 confused 😕 worried 😟
open_mouth 😮 cry 😢 sob 😭 scream 😱 weary 😩 angry 😠 exploding_head 🤯 partying_face 🥳 saluting_face 🫡
melting_face 🫠 skull 💀 robot_face 🤖 wave 👋 raised_hand ✋ ok_hand 👌 crossed_fingers 🤞 point_left 👈
point_right 👉 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 clap 👏 raised_hands 🙌 handshake 🤝 pray 🙏 muscle 💪
writing_hand ✍️ eyes 👀 brain 🧠 speech_balloon 💬 thought_balloon 💭 zzz 💤 busts_in_silhouette 👥
technologist 🧑‍💻 scientist 🧑‍🔬 teacher 🧑‍🏫 detective 🕵️ shrug 🤷 facepalm 🤦 raising_hand 🙋 heart ❤️
green_heart 💚 blue_heart 💙 broken_heart 💔 100 💯 boom 💥 star ⭐ sparkles ✨ zap ⚡ fire 🔥 rainbow 🌈 snowflake ❄️
earth_africa 🌍 seedling 🌱 four_leaf_clover 🍀 dog 🐶 cat 🐱 see_no_evil 🙈 penguin 🐧 bug 🐛 snake 🐍 apple 🍎
pizza 🍕 hamburger 🍔 cake 🍰 birthday 🎂 cookie 🍪 popcorn 🍿 coffee ☕ tea 🍵 beer 🍺 trophy 🏆 dart 🎯 jigsaw 🧩 art 🎨
gift 🎁 tada 🎉 confetti_ball 🎊 balloon 🎈 rocket 🚀 airplane ✈️ car 🚗 bike 🚲 construction 🚧 rotating_light 🚨
house 🏠 office 🏢 computer 💻 bulb 💡 wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ gear ⚙️ link 🔗 paperclip 📎 lock 🔒
unlock 🔓 key 🔑 shield 🛡️ test_tube 🧪 microscope 🔬 package 📦 email 📧 envelope ✉️ memo 📝 pencil 📝 pencil2 ✏️
page_facing_up 📄 clipboard 📋 calendar 📅 spiral_calendar_pad 🗓️ file_folder 📁 wastebasket 🗑️ books 📚 book 📖
bookmark 🔖 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 moneybag 💰 mag 🔍 mag_right 🔎
mega 📣 bell 🔔 pushpin 📌 triangular_flag_on_post 🚩 hourglass_flowing_sand ⏳ stopwatch ⏱️ white_check_mark ✅
heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ question ❓ exclamation ❗ warning ⚠️ no_entry ⛔ recycle ♻️
information_source ℹ️ ok 🆗 new 🆕 up 🆙 red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡
large_green_circle 🟢 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫ arrow_up ⬆️ arrow_down ⬇️
arrow_left ⬅️ arrow_right ➡️ repeat 🔁 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣
nine 9️⃣ compass 🧭 map 🗺️ broom 🧹
`;

const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };

export const EMOJI = new Map();
const words = LIST.trim().split(/\s+/);
for (let at = 0; at < words.length; at += 2) EMOJI.set(words[at], words[at + 1]);

const CODE = /:([\w+'-]+):(?::skin-tone-([2-6]):)?/g;

/** Draw an emoji by its name; null where this page does not know it. */
export function drawEmoji(name, tone) {
  const drawn = EMOJI.get(name);
  if (!drawn) return null;
  return el("span.emoji", { role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, drawn + (TONES[tone] ?? ""));
}

/** Return text with its known shortcodes drawn; others stay as they were typed. */
export function withEmoji(text) {
  const nodes = [];
  let last = 0;
  for (const found of text.matchAll(CODE)) {
    const drawn = drawEmoji(found[1], found[2]);
    if (!drawn) continue;
    nodes.push(text.slice(last, found.index), drawn);
    last = found.index + found[0].length;
  }
  return [...nodes, text.slice(last)];
}

/** Return names that begin with, or else hold, what was typed. */
export function findEmoji(typed, most = 8) {
  const names = [...EMOJI.keys()];
  const first = names.filter((name) => name.startsWith(typed));
  return [...first, ...names.filter((name) => !name.startsWith(typed) && name.includes(typed))].slice(0, most);
}
