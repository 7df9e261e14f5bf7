using System.Collections.Immutable;

namespace ServiceRouter.Flows.Engine;

/// <summary>Where a conversation is in a flow. Stored between turns with System.Text.Json.</summary>
/// <param name="Flow">Id of the flow, which is its procedure.</param>
/// <param name="Digest">The exact text of the flow that the conversation started and finishes on.</param>
/// <param name="Step">The question or offer that waits for a word.</param>
/// <param name="Answers">Saved answers; the value's form is told by <see cref="Language.AnswerKind"/>.</param>
/// <param name="Misses">Answers not understood in a row; at 2 a counsellor has been offered and that offer waits for its answer.</param>
/// <param name="Page">Which group of three choices was read out last on the phone, from 0.</param>
public sealed record FlowPosition(
    string Flow,
    string Digest,
    string Step,
    ImmutableDictionary<string, string> Answers,
    int Misses,
    int Page = 0);
