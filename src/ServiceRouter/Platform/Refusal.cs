namespace ServiceRouter.Platform;

/// <summary>Why something that a person asked for was not done. Nothing changed.</summary>
/// <param name="Status">HTTP status: 400 bad input, 403 not yours, 404 unknown, 409 too late, 429 too much.</param>
/// <param name="Code">Stable id for programs, kebab-case.</param>
/// <param name="Text">One sentence for people, in French.</param>
public sealed record Refusal(int Status, string Code, string Text)
{
    internal static Refusal UnknownHandoff { get; } = new(404, "handoff-unknown", "Cette demande n'existe pas.");

    internal static Refusal NotYours { get; } = new(403, "handoff-not-yours", "Cette demande n'est pas la vôtre en ce moment.");

    internal static Refusal BadInput(string code, string text) => new(400, code, text);

    internal static Refusal TooLate(string code, string text) => new(409, code, text);
}
