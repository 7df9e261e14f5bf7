using ServiceRouter.Conversations;

namespace ServiceRouter.Exercises;

/// <summary>What a citizen without JavaScript sees after opening a page or sending a form, redirects followed.</summary>
/// <param name="Path">Address of the page shown.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Sentence">What it says first of the request, or of what went wrong.</param>
/// <param name="Receipt">The receipt that it shows, printed form; null without one.</param>
public sealed record SeenPage(string Path, int Status, string Sentence, string? Receipt);

/// <summary>The pages of a node as a played citizen uses them.</summary>
public interface ICitizenWindow
{
    /// <summary>Opens a page.</summary>
    Task<SeenPage> OpenAsync(ConversationKey key, string path, CancellationToken ct);

    /// <summary>Sends a form.</summary>
    Task<SeenPage> SendAsync(ConversationKey key, string path, IReadOnlyDictionary<string, string> form, CancellationToken ct);
}

/// <summary>A node that may be killed: the same program with the same settings, a storage folder of its own, and lines to its servers that can be cut.</summary>
public interface IExerciseNode : IAsyncDisposable
{
    ICitizenWindow Window { get; }

    /// <summary>Starts it, or starts it again on the same folder.</summary>
    Task StartAsync(CancellationToken ct);

    /// <summary>From now on neither database nor broker answers this node.</summary>
    void CutLines();

    void MendLines();

    /// <summary>SIGKILL.</summary>
    Task KillAsync();
}

/// <summary>Makes nodes that may be killed.</summary>
public interface IExerciseNodes
{
    /// <summary>Why this set-up cannot have one, in French; null when it can.</summary>
    string? WhyNone { get; }

    IExerciseNode New(Guid exerciseId);
}
