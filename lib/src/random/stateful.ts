/** Something whose place in its random sequence a checkpoint must hold. */
export interface Stateful {
  /** Where it stands: plain JSON. */
  save(): object;
  /** @param state what `save` gave */
  restore(state: never): void;
}
