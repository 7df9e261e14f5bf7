using System.Security.Cryptography;
using System.Text;

namespace ServiceRouter.Flows.Language;

/// <summary>A scripted dialogue for one procedure, as its file says it. Each step that another one names exists.</summary>
public sealed class Flow
{
    internal Flow(string source) => (Source, Digest) = (source, DigestOf(source));

    public required string Id { get; init; }

    public required string File { get; init; }

    /// <summary>For people; conversations go by <see cref="Digest"/>.</summary>
    public required int Version { get; init; }

    /// <summary>First 16 hexadecimal digits of the SHA-256 of <see cref="Source"/>: which exact flow a conversation started.</summary>
    public string Digest { get; }

    /// <summary>The file's whole text; kept by the service, it lets a conversation finish after the file has changed.</summary>
    public string Source { get; }

    public required FlowText Title { get; init; }

    public required FlowText Purpose { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public required IReadOnlyList<FlowChannel> Channels { get; init; }

    /// <summary>The skill of a request that names none.</summary>
    public required string Skill { get; init; }

    internal int SkillLine { get; init; }

    public required string Start { get; init; }

    public required IReadOnlyDictionary<string, FlowStep> Steps { get; init; }

    public static string DigestOf(string source) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..16];
}
