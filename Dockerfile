# Built once with the development packages, run without them as an ordinary user.
FROM node:24-bookworm-slim AS build
WORKDIR /larder
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json nest-cli.json ./
COPY tools tools
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /larder
COPY --from=build /larder/package.json ./
COPY --from=build /larder/node_modules node_modules
COPY --from=build /larder/dist dist
# What every npm run command of Larder begins with.
COPY --from=build /larder/tools tools
RUN mkdir .data && chown node:node .data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# node itself is process 1, so that a stop signal reaches it.
CMD ["node", "--enable-source-maps", "dist/main.js"]
