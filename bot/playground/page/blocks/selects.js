/** The select elements: where each gets its options from, and what it sends. */

import { entered, suggest } from "./act.js";
import { combobox } from "./combobox.js";
import { avatar, channelTitle, personName } from "../names.js";
import { store } from "../store.js";
import { textOf } from "../text/mrkdwn.js";

const LEAST_TYPED = 3;
const TYPING_PAUSE = 200;

const fromOption = (option) => ({ value: option.value, label: textOf(option.text), description: textOf(option.description) });

const fromPerson = (id) => ({
  value: id,
  label: personName(id),
  description: store.state.people.get(id)?.title ?? "",
  lead: () => avatar(id, "small"),
});

const fromChannel = (id) => {
  const channel = store.state.channels.get(id);
  return { value: id, label: channel ? channelTitle(channel) : id };
};

/** Filter as people expect: every typed word somewhere in the label. */
function matching(groups, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (option) => words.every((word) => `${option.label} ${option.description ?? ""}`.toLowerCase().includes(word));
  return groups.map((group) => ({ ...group, options: group.options.filter(fits) })).filter((group) => group.options.length);
}

function groupsOf(holder) {
  if (holder.option_groups) {
    return holder.option_groups.map((group) => ({ label: textOf(group.label), options: group.options.map(fromOption) }));
  }
  return [{ options: (holder.options ?? []).map(fromOption) }];
}

function people() {
  return [{ options: [...store.state.people.values()].filter((each) => each.id !== "USLACKBOT").map((each) => fromPerson(each.id)) }];
}

function conversations(filter = {}) {
  const kinds = { channel: "public", private: "private", im: "im", mpim: "mpim" };
  const wanted = filter.include ?? Object.values(kinds);
  const app = store.state.app.user;
  const fits = (each) => wanted.includes(kinds[each.kind]) && !(filter.exclude_bot_users && each.with === app);
  return [{ options: [...store.state.channels.values()].filter(fits).map((each) => fromChannel(each.id)) }];
}

function external(element, block, ctx) {
  const least = element.min_query_length ?? LEAST_TYPED;
  return (query) => {
    if (query.length >= least) return suggest(ctx, block, element, query).then(groupsOf);
    const none = [];
    none.note = `Type at least ${least} character${least === 1 ? "" : "s"}`;
    return none;
  };
}

const SOURCES = {
  static: (element) => (query) => matching(groupsOf(element), query),
  external,
  users: () => (query) => matching(people(), query),
  conversations: (element) => (query) => matching(conversations(element.filter), query),
  channels: () => (query) => matching(conversations({ include: ["public"] }), query),
};

const INITIAL = {
  static: (element) => (element.initial_options ?? [element.initial_option]).filter(Boolean).map(fromOption),
  external: (element) => (element.initial_options ?? [element.initial_option]).filter(Boolean).map(fromOption),
  users: (element) => (element.initial_users ?? [element.initial_user]).filter(Boolean).map(fromPerson),
  channels: (element) => (element.initial_channels ?? [element.initial_channel]).filter(Boolean).map(fromChannel),
  conversations: (element, ctx) => {
    const given = (element.initial_conversations ?? [element.initial_conversation]).filter(Boolean);
    const usual = element.default_to_current_conversation && ctx.channel ? [ctx.channel] : [];
    return (given.length ? given : usual).map(fromChannel);
  },
};

export function drawSelect(element, block, ctx, field) {
  const many = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  const valueOf = (chosen) => (many ? chosen.map((each) => each.value) : chosen[0]?.value ?? null);
  const initial = INITIAL[kind](element, ctx);
  const entry = ctx.values.take(block, element, { value: valueOf(initial), shown: initial });
  const placeholder = textOf(element.placeholder) || (many ? "Select options" : "Select an option");
  return combobox({
    ...field,
    label: field.label || placeholder,
    placeholder,
    many,
    most: element.max_selected_items,
    clearable: block.type === "input" && block.optional,
    chosen: entry.shown,
    wait: kind === "external" ? TYPING_PAUSE : 0,
    load: SOURCES[kind](element, block, ctx),
    onchange: (chosen) => entered(ctx, block, element, entry, valueOf(chosen), chosen),
  });
}
