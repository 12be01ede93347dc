import type { KeyEpoch, LinkToken } from "@sedge/protocol";
import type { EdgeEnv } from "../../settings.ts";
import { TriggerShard } from "../../triggers/trigger-shard.ts";
import type { TokenCodewords } from "../operations/results.ts";
import { Pointers } from "./pointers.ts";
import { Registration } from "./registration.ts";
import { parseShardName, type ShardNumber } from "./shard-number.ts";

/**
 * The part of an identity shard that says where the profiles of its own tokens are at home.
 *
 * - Methods, all local and immediate: `home`, `register`, `registerInEpoch`, `point`, `codewordsOf`.
 * - Storage: that of {@link Pointers}.
 */
export abstract class PointerShard extends TriggerShard {
  protected readonly pointers: Pointers;
  protected readonly registration: Registration;

  constructor(context: DurableObjectState, env: EdgeEnv) {
    super(context, env);
    this.pointers = new Pointers(this.storage, this.rows, parseShardName(context.id.name).shard);
    this.registration = new Registration(this.pointers, this.epochs, this.memory);
  }

  /** The home of a token of this shard; undefined if it has none. */
  home(token: LinkToken): ShardNumber | undefined {
    return this.pointers.home(token);
  }

  /** The home of a token of this shard, as {@link Registration} finds or makes it. @param at - When the message was signed. */
  register(token: LinkToken, at: number): Promise<ShardNumber | "erased"> {
    return this.registration.register(token, at);
  }

  /** Registers a token of a key epoch, as {@link Registration} does. @param named - The epoch that its holder names. */
  registerInEpoch(token: LinkToken, named: KeyEpoch, at: number): Promise<"done" | "retired" | "erased"> {
    return this.registration.registerInEpoch(token, named, at);
  }

  /** Points tokens of the shard at the home of their profile. */
  async point(tokens: readonly LinkToken[], home: ShardNumber): Promise<void> {
    this.pointers.point(tokens, home);
  }

  /** The codewords of those profiles among the tokens' that are at home here. */
  codewordsOf(tokens: readonly LinkToken[]): TokenCodewords[] {
    return tokens.flatMap((token): TokenCodewords[] => {
      const profile = this.rows.of(token);
      return profile === undefined ? [] : [{ token, codewords: this.rows.codewords(profile) }];
    });
  }
}
