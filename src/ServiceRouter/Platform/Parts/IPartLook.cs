namespace ServiceRouter.Platform.Parts;

/// <summary>Looks whether a part is there, for the times when no act needs it.</summary>
internal interface IPartLook
{
    Part Part { get; }

    /// <returns>How it stands, in words from a fixed list. What it throws means away.</returns>
    Task<(PartState State, string Words)> LookAsync(CancellationToken ct);
}
