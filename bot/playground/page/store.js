/** What the page knows, and who wants to hear of changes. */

import { coalesce } from "./dom.js";

const keyed = (items, key = "id") => new Map((items ?? []).map((each) => [each[key], each]));

/** A person's own ephemeral message may carry the ts of another one. */
const messageKey = (message) => `${message.ts}${message.ephemeral ? "e" : ""}`;

class Store {
  #watchers = [];

  state = { me: null, people: new Map(), groups: new Map(), channels: new Map(), messages: new Map(), busy: 0 };

  /** Call `render` after changes to any of the topics; many changes in one turn are one call. */
  watch(topics, render) {
    this.#watchers.push({ topics: new Set(topics.split(" ")), render: coalesce(render) });
  }

  /** Call `hear` with each event of one kind, at once. */
  hear(topic, hear) {
    this.#watchers.push({ topics: new Set([topic]), hear });
  }

  tell(topic, data) {
    for (const { topics, render, hear } of this.#watchers) {
      if (topics.has(topic)) hear ? hear(data) : render();
      else if (topic === "all" && render) render();
    }
  }

  /** Take over everything, as one person sees it. */
  load(given) {
    const messages = Object.entries(given.messages ?? {});
    this.state = {
      ...given,
      people: keyed(given.people),
      groups: keyed(given.groups),
      channels: keyed(given.channels),
      messages: new Map(messages.map(([id, held]) => [id, new Map(held.map((each) => [messageKey(each), each]))])),
      prompts: given.prompts ?? [],
      status: (given.status ?? []).filter((each) => each.text),
    };
    this.tell("all");
  }

  /** Take over one change from the stream. */
  apply(event, data) {
    this.#changes[event]?.(data);
    this.tell(event, data);
  }

  notice(text) {
    this.apply("notice", { text });
  }

  #changes = {
    message: (message) => {
      const held = this.#messagesOf(message.channel);
      const isNew = !held.has(messageKey(message));
      held.set(messageKey(message), message);
      if (isNew) this.tell("arrival", message);
    },
    message_deleted: ({ channel, ts }) => {
      this.#messagesOf(channel).delete(ts);
      this.#messagesOf(channel).delete(`${ts}e`);
    },
    channel: (channel) => this.state.channels.set(channel.id, channel),
    person: (person) => this.state.people.set(person.id, person),
    group: (group) => this.state.groups.set(group.id, group),
    home: (view) => { this.state.home = view; },
    modals: (views) => { this.state.modals = views; },
    status: (status) => { this.state.status = replaced(this.state.status, status, status.text); },
    prompts: (given) => {
      const all = Array.isArray(given);
      this.state.prompts = all ? given : replaced(this.state.prompts, given, given.prompts?.length);
    },
    busy: ({ count }) => { this.state.busy = count; },
    clock: ({ time }) => { this.state.time = time; },
    faults: (faults) => { this.state.faults = faults; },
  };

  #messagesOf(channel) {
    if (!this.state.messages.has(channel)) this.state.messages.set(channel, new Map());
    return this.state.messages.get(channel);
  }

  /** Return a channel's messages from old to new, its threads' replies among them. */
  messages(channel) {
    const held = [...(this.state.messages.get(channel)?.values() ?? [])];
    return held.sort((one, other) => Number(one.ts) - Number(other.ts));
  }

  timeline(channel) {
    return this.messages(channel).filter((each) => !isReply(each) || each.subtype === "thread_broadcast");
  }

  thread(channel, ts) {
    return this.messages(channel).filter((each) => each.ts === ts || each.thread_ts === ts);
  }
}

function replaced(list, item, keep) {
  const others = list.filter((each) => each.channel !== item.channel || each.thread_ts !== item.thread_ts);
  return keep ? [...others, item] : others;
}

/** Say whether a message stands in a thread only. */
export function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts;
}

export const store = new Store();
