/** Shortcodes of the emoji that people type most, drawn by whatever emoji font the machine has. */

import { el } from "../dom.js";

const LIST = `
grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 sweat_smile 😅 rolling_on_the_floor_laughing 🤣 joy 😂
slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star-struck 🤩
kissing_heart 😘 yum 😋 stuck_out_tongue 😛 zany_face 🤪 hugging_face 🤗 thinking_face 🤔 shushing_face 🤫
zipper_mouth_face 🤐 neutral_face 😐 expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 face_with_rolling_eyes 🙄
grimacing 😬 relieved 😌 pensive 😔 sleepy 😪 sleeping 😴 mask 😷 nerd_face 🤓 sunglasses 😎 confused 😕 worried 😟
slightly_frowning_face 🙁 open_mouth 😮 astonished 😲 flushed 😳 pleading_face 🥺 fearful 😨 cold_sweat 😰 cry 😢
sob 😭 scream 😱 disappointed 😞 sweat 😓 weary 😩 tired_face 😫 triumph 😤 rage 😡 angry 😠 exploding_head 🤯
partying_face 🥳 face_with_monocle 🧐 saluting_face 🫡 melting_face 🫠 skull 💀 robot_face 🤖 ghost 👻 alien 👽
wave 👋 raised_hand ✋ ok_hand 👌 v ✌️ crossed_fingers 🤞 point_left 👈 point_right 👉 point_up_2 👆 point_down 👇
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 fist ✊ facepunch 👊 clap 👏 raised_hands 🙌 open_hands 👐 handshake 🤝 pray 🙏
muscle 💪 writing_hand ✍️ eyes 👀 brain 🧠 speech_balloon 💬 thought_balloon 💭 zzz 💤 wave_dash 〰️ bust_in_silhouette 👤
busts_in_silhouette 👥 technologist 🧑‍💻 scientist 🧑‍🔬 teacher 🧑‍🏫 detective 🕵️ shrug 🤷 man-shrugging 🤷‍♂️
woman-shrugging 🤷‍♀️ facepalm 🤦 raising_hand 🙋 bow 🙇 heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚
blue_heart 💙 purple_heart 💜 black_heart 🖤 white_heart 🤍 broken_heart 💔 sparkling_heart 💖 100 💯 boom 💥 dizzy 💫
star ⭐ star2 🌟 sparkles ✨ zap ⚡ fire 🔥 rainbow 🌈 sunny ☀️ cloud ☁️ snowflake ❄️ ocean 🌊 earth_africa 🌍 moon 🌙
seedling 🌱 evergreen_tree 🌲 four_leaf_clover 🍀 rose 🌹 sunflower 🌻 cherry_blossom 🌸 dog 🐶 cat 🐱 mouse 🐭
hamster 🐹 rabbit 🐰 fox_face 🦊 bear 🐻 panda_face 🐼 lion_face 🦁 monkey_face 🐵 see_no_evil 🙈 hear_no_evil 🙉
speak_no_evil 🙊 chicken 🐔 penguin 🐧 unicorn_face 🦄 bee 🐝 bug 🐛 snail 🐌 octopus 🐙 whale 🐳 dolphin 🐬 snake 🐍
elephant 🐘 crab 🦀 apple 🍎 lemon 🍋 banana 🍌 strawberry 🍓 avocado 🥑 pizza 🍕 hamburger 🍔 taco 🌮 cake 🍰
birthday 🎂 cookie 🍪 doughnut 🍩 popcorn 🍿 coffee ☕ tea 🍵 beer 🍺 beers 🍻 wine_glass 🍷 champagne 🍾 soccer ⚽
basketball 🏀 trophy 🏆 medal 🏅 dart 🎯 game_die 🎲 jigsaw 🧩 art 🎨 musical_note 🎵 headphones 🎧 gift 🎁 tada 🎉
confetti_ball 🎊 balloon 🎈 rocket 🚀 airplane ✈️ car 🚗 bike 🚲 ship 🚢 train 🚆 construction 🚧 rotating_light 🚨
house 🏠 office 🏢 factory 🏭 watch ⌚ iphone 📱 computer 💻 keyboard ⌨️ desktop_computer 🖥️ floppy_disk 💾 camera 📷
bulb 💡 flashlight 🔦 battery 🔋 electric_plug 🔌 wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ gear ⚙️ link 🔗 paperclip 📎
scissors ✂️ lock 🔒 unlock 🔓 key 🔑 shield 🛡️ test_tube 🧪 microscope 🔬 telescope 🔭 pill 💊 package 📦 mailbox 📫
email 📧 envelope ✉️ incoming_envelope 📨 memo 📝 pencil 📝 pencil2 ✏️ page_facing_up 📄 clipboard 📋 calendar 📅
spiral_calendar_pad 🗓️ card_index_dividers 🗂️ file_folder 📁 open_file_folder 📂 file_cabinet 🗄️ wastebasket 🗑️ books 📚
book 📖 bookmark 🔖 label 🏷️ newspaper 📰 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊
moneybag 💰 mag 🔍 mag_right 🔎 loudspeaker 📢 mega 📣 bell 🔔 no_bell 🔕 pushpin 📌 round_pushpin 📍
triangular_flag_on_post 🚩 checkered_flag 🏁 hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ heavy_plus_sign ➕
heavy_minus_sign ➖ question ❓ grey_question ❔ exclamation ❗ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 recycle ♻️
information_source ℹ️ ok 🆗 new 🆕 sos 🆘 up 🆙 cool 🆒 free 🆓 red_circle 🔴 large_orange_circle 🟠
large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫
small_blue_diamond 🔹 small_orange_diamond 🔸 arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ repeat 🔁
arrows_counterclockwise 🔄 leftwards_arrow_with_hook ↩️ fast_forward ⏩ rewind ⏪ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣
five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 copyright ©️ tm ™️ crystal_ball 🔮 magic_wand 🪄
compass 🧭 map 🗺️ world_map 🗺️ ladder 🪜 bricks 🧱 droplet 💧 potable_water 🚰 broom 🧹 satellite 📡 abacus 🧮
`;

const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };

/** Shortcode to emoji. */
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
