using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>The program that nodes run.</summary>
internal static class NodeProgram
{
    private const string Name = "ServiceRouter.Host.dll";

    /// <summary>As it was built beside these tests: same configuration.</summary>
    public static string Built { get; } = RepositoryRoot.File("src", "ServiceRouter.Host", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", Name);

    /// <summary>As <c>dotnet publish</c> has put it into that folder, such as the image runs it.</summary>
    /// <exception cref="ArgumentException">No program is there.</exception>
    public static string PublishedIn(string folder) =>
        Path.GetFullPath(Path.Combine(folder, Name)) is var program && File.Exists(program) ? program : throw new ArgumentException($"{program} is not there");
}
