namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>The folder that holds ServiceRouter.sln, found upwards from the running program.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "ServiceRouter.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No ServiceRouter.sln above {AppContext.BaseDirectory}: run from a clone.");
    }
}
