namespace ServiceRouter.Host.SignIn;

/// <summary>Files that only this service's account may read.</summary>
internal static class StateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static DirectoryInfo Open(string root, string name)
    {
        var path = Path.Combine(root, name);
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Whole or not at all: readers never see half a file.</summary>
    /// <returns>False when the file was there and <paramref name="replace"/> is not set.</returns>
    public static bool Write(string path, ReadOnlySpan<byte> content, bool replace)
    {
        var beside = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(beside, options))
            file.Write(content);
        try
        {
            File.Move(beside, path, replace);
            return true;
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            File.Delete(beside);
            return false;
        }
    }
}
